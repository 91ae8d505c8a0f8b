/** Taking files out of the archives that they travel in, with limits, and packing files into one. */
export { baseName } from './entryName';
export { packZip, type ToPack } from './packZip';
export { type Compression, LARGEST_UNPACKED, leavePacked, unpack, type Unpacked } from './unpack';
