import { tryOperations } from '../everyOperation';

tryOperations('upload');
