import { tryOperations } from '../everyOperation';

tryOperations('account');
