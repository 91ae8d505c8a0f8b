/** The parameter sets in use: CryptoPro-A and its exchange twin XchA (the same numbers), and the sets of TC 26 for 256 and 512 bits. */
export type CurveName = 'CryptoPro-A' | 'CryptoPro-XchA' | 'TC26-256-A' | 'TC26-512-A';

/** A curve y² = x³ + ax + b over the field of p elements with its base point (x, y) of order q. */
export interface Curve {
	readonly name: CurveName;
	readonly p: bigint;
	readonly a: bigint;
	readonly b: bigint;
	readonly q: bigint;
	readonly x: bigint;
	readonly y: bigint;
	/** How many times the order of the base point goes into that of the whole curve. */
	readonly cofactor: bigint;
	/** Length of a coordinate, a private key and half a signature, in bytes. */
	readonly size: 32 | 64;
}

// RFC 4357 §11.4 and RFC 7836 appendix A; the same numbers again in RFC 9215
const cryptoProA = {
	p: 0xfffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffd97n,
	a: 0xfffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffd94n,
	b: 0xa6n,
	q: 0xffffffffffffffffffffffffffffffff6c611070995ad10045841b09b761b893n,
	x: 1n,
	y: 0x8d91e471e0989cda27df505a453f2b7635294f2ddf23e3b122acc99c9e9f1e14n,
	cofactor: 1n,
	size: 32,
} as const;

const curves: Record<CurveName, Curve> = {
	'CryptoPro-A': { name: 'CryptoPro-A', ...cryptoProA },
	'CryptoPro-XchA': { name: 'CryptoPro-XchA', ...cryptoProA },
	'TC26-256-A': {
		name: 'TC26-256-A',
		p: 0xfffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffd97n,
		a: 0xc2173f1513981673af4892c23035a27ce25e2013bf95aa33b22c656f277e7335n,
		b: 0x295f9bae7428ed9ccc20e7c359a9d41a22fccd9108e17bf7ba9337a6f8ae9513n,
		q: 0x400000000000000000000000000000000fd8cddfc87b6635c115af556c360c67n,
		x: 0x91e38443a5e82c0d880923425712b2bb658b9196932e02c78b2582fe742daa28n,
		y: 0x32879423ab1a0375895786c4bb46e9565fde0b5344766740af268adb32322e5cn,
		cofactor: 4n,
		size: 32,
	},
	'TC26-512-A': {
		name: 'TC26-512-A',
		p: 0xfffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffdc7n,
		a: 0xfffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffdc4n,
		b: 0xe8c2505dedfc86ddc1bd0b2b6667f1da34b82574761cb0e879bd081cfd0b6265ee3cb090f30d27614cb4574010da90dd862ef9d4ebee4761503190785a71c760n,
		q: 0xffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff27e69532f48d89116ff22b8d4e0560609b4b38abfad2b85dcacdb1411f10b275n,
		x: 3n,
		y: 0x7503cfe87a836ae3a61b8816e25450e6ce5e1c93acf1abc1778064fdcbefa921df1626be4fd036e93d75e6a50e3a41e98028fe5fc235f5b889a589cb5215f2a4n,
		cofactor: 1n,
		size: 64,
	},
};

/** The numbers of a parameter set. */
export function curveOf(name: CurveName): Curve {
	return curves[name];
}
