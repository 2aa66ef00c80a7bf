export { removeUnusedFiles } from '#lib/server/platform/kept-file.ts';
