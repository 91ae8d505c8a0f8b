const ID = /\burn:[^\s,;)\]}»"']+|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/gi;

/**
 * A text that people get to read, in a mail or a chat: IDs and codes of the service give way to an ellipsis. They tell a
 * reader nothing, and where they are needed they have fields of their own.
 */
export function withoutIds(text: string): string {
	return text.replace(ID, '…');
}
