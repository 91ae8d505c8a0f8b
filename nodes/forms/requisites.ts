/** How the tax numbers of a company or person are written, for every form that asks for them. */
export const INN = { matches: /^(\d{10}|\d{12})$/, example: '7712345678 (10 digits for a company, 12 for a person)' };
export const KPP = { matches: /^\d{4}[0-9A-Z]{2}\d{3}$/, example: '771201001' };
