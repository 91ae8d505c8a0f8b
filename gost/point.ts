import type { Curve } from './curves';

/** A point of a curve other than its zero. */
export interface Point {
	readonly x: bigint;
	readonly y: bigint;
}

/** The point (X/Z², Y/Z³); Z = 0 stands for the zero of the group. */
interface JacobianPoint {
	readonly X: bigint;
	readonly Y: bigint;
	readonly Z: bigint;
}

const zero: JacobianPoint = { X: 1n, Y: 1n, Z: 0n };
const windowBits = 4n;
const windowMask = (1n << windowBits) - 1n;

/** The window of a base point never changes, so it is made once per curve. */
const baseWindows = new Map<Curve, JacobianPoint[]>();

function residue(value: bigint, modulus: bigint): bigint {
	const rest = value % modulus;
	return rest < 0n ? rest + modulus : rest;
}

/** The inverse of a number that shares no factor with the modulus. */
export function inverse(value: bigint, modulus: bigint): bigint {
	let [rest, next] = [residue(value, modulus), modulus];
	let [factor, nextFactor] = [1n, 0n];
	while (next !== 0n) {
		const quotient = rest / next;
		[rest, next] = [next, rest - quotient * next];
		[factor, nextFactor] = [nextFactor, factor - quotient * nextFactor];
	}
	return residue(factor, modulus);
}

/** Whether the coordinates are below p and fulfil the equation of the curve: to be asked of every foreign point. */
export function isOnCurve(curve: Curve, { x, y }: Point): boolean {
	const { p, a, b } = curve;
	return x >= 0n && x < p && y >= 0n && y < p && (y * y - (x * x * x + a * x + b)) % p === 0n;
}

/** The point that public keys are multiples of. */
export function basePoint(curve: Curve): Point {
	return { x: curve.x, y: curve.y };
}

/** factor · point, or undefined for the zero of the group. The factor is not negative. */
export function multiply(curve: Curve, factor: bigint, point: Point): Point | undefined {
	return sumOfProducts(curve, [{ factor, window: windowOf(curve, point) }]);
}

/** first · base point + second · point: what verifying a signature needs, with one chain of doublings. */
export function combine(curve: Curve, first: bigint, second: bigint, point: Point): Point | undefined {
	return sumOfProducts(curve, [
		{ factor: first, window: windowOf(curve, basePoint(curve)) },
		{ factor: second, window: windowOf(curve, point) },
	]);
}

function sumOfProducts(curve: Curve, products: { factor: bigint; window: JacobianPoint[] }[]): Point | undefined {
	const longest = products.reduce((length, { factor }) => Math.max(length, factor.toString(16).length), 0);
	let sum = zero;
	for (let digit = longest - 1; digit >= 0; digit--) {
		for (let bit = 0n; bit < windowBits; bit++) sum = double(curve, sum);
		for (const { factor, window } of products) {
			sum = add(curve, sum, window[Number((factor >> (BigInt(digit) * windowBits)) & windowMask)]);
		}
	}
	return affine(curve, sum);
}

/** 0, 1, … 15 times the point. */
function windowOf(curve: Curve, point: Point): JacobianPoint[] {
	const isBase = point.x === curve.x && point.y === curve.y;
	const known = isBase ? baseWindows.get(curve) : undefined;
	if (known) return known;
	const single = { X: point.x, Y: point.y, Z: 1n };
	const window = [zero, single];
	while (window.length <= Number(windowMask)) window.push(add(curve, window[window.length - 1], single));
	if (isBase) baseWindows.set(curve, window);
	return window;
}

function affine({ p }: Curve, { X, Y, Z }: JacobianPoint): Point | undefined {
	if (Z === 0n) return undefined;
	const reciprocal = inverse(Z, p);
	const square = (reciprocal * reciprocal) % p;
	return { x: residue(X * square, p), y: residue(Y * square * reciprocal, p) };
}

function double({ p, a }: Curve, { X, Y, Z }: JacobianPoint): JacobianPoint {
	if (Z === 0n || Y === 0n) return zero;
	const squareY = (Y * Y) % p;
	const squareZ = (Z * Z) % p;
	const chord = (4n * X * squareY) % p;
	// a = p − 3 on most curves, which saves two products
	const slope = a === p - 3n ? (3n * (X - squareZ) * (X + squareZ)) % p : (3n * X * X + a * ((squareZ * squareZ) % p)) % p;
	const doubledX = (slope * slope - 2n * chord) % p;
	return {
		X: doubledX,
		Y: (slope * (chord - doubledX) - 8n * squareY * squareY) % p,
		Z: (2n * Y * Z) % p,
	};
}

function add(curve: Curve, left: JacobianPoint, right: JacobianPoint): JacobianPoint {
	if (left.Z === 0n) return right;
	if (right.Z === 0n) return left;
	const { p } = curve;
	const leftSquare = (left.Z * left.Z) % p;
	const rightSquare = (right.Z * right.Z) % p;
	const leftX = (left.X * rightSquare) % p;
	const rightX = (right.X * leftSquare) % p;
	const leftY = (((left.Y * rightSquare) % p) * right.Z) % p;
	const rightY = (((right.Y * leftSquare) % p) * left.Z) % p;
	const run = residue(rightX - leftX, p);
	const rise = residue(rightY - leftY, p);
	if (run === 0n) return rise === 0n ? double(curve, left) : zero;
	const runSquare = (run * run) % p;
	const runCube = (runSquare * run) % p;
	const middle = (leftX * runSquare) % p;
	const X = (rise * rise - runCube - 2n * middle) % p;
	return {
		X,
		Y: (rise * (middle - X) - leftY * runCube) % p,
		Z: (((left.Z * right.Z) % p) * run) % p,
	};
}
