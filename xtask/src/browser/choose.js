// The body of a function: chooses an option by its text; true, or what there is to choose.
const [list, text] = arguments;
const options = [...list.options];
// A page in another language calls countries otherwise.
const country = ({ value }) => document.documentElement.lang !== "en" && /^[A-Z]{2}$/.test(value)
  && new Intl.DisplayNames("en", { type: "region" }).of(value);
const option = options.find((option) => option.text.trim() === text || country(option) === text);
if (!option) return options.map((option) => option.text.trim());
list.focus();
list.value = option.value;
list.dispatchEvent(new Event("input", { bubbles: true }));
list.dispatchEvent(new Event("change", { bubbles: true }));
return true;
