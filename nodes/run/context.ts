import type { IExecuteFunctions, ILoadOptionsFunctions, IPollFunctions } from 'n8n-workflow';

/** The contexts of n8n in which the nodes talk to the service. */
export type Context = IExecuteFunctions | IPollFunctions | ILoadOptionsFunctions;
