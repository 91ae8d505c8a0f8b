/** A block cipher with its key set: Kuznyechik (16 bytes) or Magma (8 bytes) of GOST R 34.12-2015. */
export interface BlockCipher {
	readonly blockSize: 8 | 16;
	/** Encrypts one block in place. */
	encrypt(block: Uint8Array): void;
}

/** A cipher before its key (32 bytes) is set. */
export type CipherOf = (key: Uint8Array) => BlockCipher;
