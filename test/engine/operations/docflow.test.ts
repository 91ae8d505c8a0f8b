import { tryOperations } from '../everyOperation';

tryOperations('docflow');
