// The body of a function: gives a field its value as if a person had entered it.
const [field, value] = arguments;
field.focus();
field.value = value;
field.dispatchEvent(new Event("input", { bubbles: true }));
field.dispatchEvent(new Event("change", { bubbles: true }));
