import { tryOperations } from '../everyOperation';

tryOperations('send');
