/** Stylesheets are built into the widget's module as text. */
declare module '*.css' {
  const text: string;
  export default text;
}
