// The body of a function: chooses an option by its text; true, or what there is to choose.
const [list, text] = arguments;
const options = [...list.options];
const option = options.find((option) => option.text.trim() === text);
if (!option) return options.map((option) => option.text.trim());
list.focus();
list.value = option.value;
list.dispatchEvent(new Event("input", { bubbles: true }));
list.dispatchEvent(new Event("change", { bubbles: true }));
return true;
