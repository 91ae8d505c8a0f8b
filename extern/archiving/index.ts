/** How an archive of docflows is laid out: names, folders, and the index that tells what is in it. */
export { archivedBefore, type ArchivedDocflow, type ArchivedFile, type ArchiveIndex, type DocflowFacts, type FileKind, indexOf } from './archiveIndex';
export { DocumentNames, signatureName } from './documentNames';
export { folderOf, ownFolderOf, prefixOf, type Titled } from './folder';
export { tableOf } from './indexTable';
export { folded, isSafePath, safeName, split } from './safeName';
