import { tryOperations } from '../everyOperation';

tryOperations('sign');
