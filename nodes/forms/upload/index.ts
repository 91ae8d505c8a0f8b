import type { Form, Resource } from '../form';
import { contentForms } from './content';

export const resources: Resource[] = [{ name: 'Content', value: 'content' }];

export const forms: Form[] = [...contentForms];
