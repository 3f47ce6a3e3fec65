// AT&T assembly in three inks: labels, mnemonics, comments. For the listing;
// the editor's own colours are in the language file.

const SHAPE = /^(\s*)([\w.$]+:)?(\s*)([A-Za-z.][\w.]*)?(.*)$/s;

export function Highlighted({ text }: { text: string }) {
  const comment = text.search(/#|\/\//);
  const code = comment === -1 ? text : text.slice(0, comment);
  const match = SHAPE.exec(code);
  const [, indent = "", label = "", gap = "", mnemonic = "", rest = ""] = match ?? ["", "", "", "", "", code];
  return (
    <>
      {indent}
      {label === "" ? null : <span className="code-label">{label}</span>}
      {gap}
      {mnemonic === "" ? null : <span className="code-mnemonic">{mnemonic}</span>}
      {rest}
      {comment === -1 ? null : <span className="code-comment">{text.slice(comment)}</span>}
    </>
  );
}
