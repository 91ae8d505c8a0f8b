import { tryOperations } from '../everyOperation';

tryOperations('draft');
