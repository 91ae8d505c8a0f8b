/** The Kontur.Extern client. It knows no n8n: whoever uses it builds a {@link Port}. */
export { answerOne, answerReplies, signReply, type DocflowRef } from './flows/answerReplies';
export { check, follow, prepare, send, type DraftRef } from './flows/draftStages';
export { hasErrors, linesOf } from './flows/checkLines';
export { sendReport, type Filed, type Filing } from './flows/sendReport';
export { bytesOf, signDocument, signUnsigned } from './flows/signDraft';
export { download, downloadWhole, openDownload, restOf, sourceOf, upload, type Source } from './contents';
export { Extern, type ExternSettings, type Outcome } from './client';
export { ExternError, inputError, stop, type ApiProblem, type ExternFailure, type ProblemLine } from './failure';
export { readFeed, skipToEnd, type Delivered } from './feed/reader';
export { BEGINNING, type FeedState } from './feed/reducer';
export { docflowTypes, eventLabelOf, eventStates, isKnown, isKnownEvent, labelOf, type Language } from './labels';
export { itemsOf } from './paging';
export type { Port, PortAnswer, PortRequest } from './port';
export { readReport, type Party, type ReportFile } from './report';
export { openRepliesOf } from './operations/docflows';
export { base64Of, certificateFrom, digestOf, readySignatures, reasonOf, testKeySigner, verifySignature, type Signer } from './signing';
