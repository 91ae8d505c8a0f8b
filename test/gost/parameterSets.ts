import type { CurveName } from '../../gost';

/** One parameter set of GOST R 34.10-2012 under our name and under OpenSSL's. */
export interface ParameterSet {
	curve: CurveName;
	/** What `openssl genpkey -algorithm` wants. */
	algorithm: string;
	bits: 256 | 512;
}

export const parameterSets: ParameterSet[] = [
	{ curve: 'CryptoPro-A', algorithm: 'gost2012_256 -pkeyopt paramset:A', bits: 256 },
	{ curve: 'CryptoPro-B', algorithm: 'gost2012_256 -pkeyopt paramset:B', bits: 256 },
	{ curve: 'CryptoPro-C', algorithm: 'gost2012_256 -pkeyopt paramset:C', bits: 256 },
	{ curve: 'CryptoPro-XchA', algorithm: 'gost2012_256 -pkeyopt paramset:XA', bits: 256 },
	{ curve: 'CryptoPro-XchB', algorithm: 'gost2012_256 -pkeyopt paramset:XB', bits: 256 },
	{ curve: 'TC26-256-A', algorithm: 'gost2012_256 -pkeyopt paramset:TCA', bits: 256 },
	{ curve: 'TC26-256-B', algorithm: 'gost2012_256 -pkeyopt paramset:TCB', bits: 256 },
	{ curve: 'TC26-256-C', algorithm: 'gost2012_256 -pkeyopt paramset:TCC', bits: 256 },
	{ curve: 'TC26-256-D', algorithm: 'gost2012_256 -pkeyopt paramset:TCD', bits: 256 },
	{ curve: 'TC26-512-A', algorithm: 'gost2012_512 -pkeyopt paramset:A', bits: 512 },
	{ curve: 'TC26-512-B', algorithm: 'gost2012_512 -pkeyopt paramset:B', bits: 512 },
	{ curve: 'TC26-512-C', algorithm: 'gost2012_512 -pkeyopt paramset:C', bits: 512 },
];

/** The one that keys of CryptoPro CSP carry as a rule, and one of 512 bits. */
export const commonSets = parameterSets.filter(({ curve }) => curve === 'CryptoPro-XchA' || curve === 'TC26-512-A');

/** What only one curve of each size has to go through. */
export const otherSets = parameterSets.filter((set) => !commonSets.includes(set));
