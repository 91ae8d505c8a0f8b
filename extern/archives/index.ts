/** Taking files out of the archives that they travel in, with limits. */
export { baseName } from './entryName';
export { type Compression, LARGEST_UNPACKED, leavePacked, unpack, type Unpacked } from './unpack';
