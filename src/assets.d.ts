// Files that are imported as text or by address; the bundler resolves them.
declare module "*.S?raw" {
  const text: string;
  export default text;
}

declare module "*.wasm?url" {
  const url: string;
  export default url;
}
