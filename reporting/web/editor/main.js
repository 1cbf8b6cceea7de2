// What the pages load at the first touch of a rich text field, joined into one file by esbuild.

export { direction } from './language.js';
export { mount } from './mount.js';
export { clean } from './paste.js';
export { plain } from './plain.js';
export { parse, serialise } from './serializer.js';
