/** The Kontur.Extern client. It knows no n8n: whoever uses it builds a {@link Port}. */
export { acceptDemand, type AcceptedDemand, readDemand } from './flows/acceptDemand';
export { answerDemand, type AnsweredDemand, type DemandAnswer, inventoryDocflow, requireFittingFiles } from './flows/answerDemand';
export { type AnswerDocument, answerFile, type AnswerKind, claimItemIn, documentNameIn, kindOf as kindOfAnswer } from './flows/answerPlan';
export { answerMany, type AnsweredDocflow } from './flows/answerMany';
export { answerOne, answerReplies, owedBy, repliesToGive, type SentReply } from './flows/answerReplies';
export { askTaxService, type Question } from './flows/askTaxService';
export { Archive, type NewFile, type ToArchive } from './flows/archiveDocflows';
export type { ArchiveWishes } from './flows/archiveFiles';
export { buildDrafts, failedDocuments, type BuilderRef, type BuiltDrafts } from './flows/buildDrafts';
export type { SentDraft } from './flows/sendDrafts';
export { createAccount } from './flows/createAccount';
export { decryptDocument, type Decrypted, type Decryption } from './flows/decryptDocument';
export { decryptFile, type DecryptedFile } from './flows/decryptFile';
export { demandDocuments, type DemandFile } from './flows/demandFiles';
export { docflowPlace, inventoryPlace, type DocumentPlace } from './flows/documentPlaces';
export { hiddenDocflowTypes } from './flows/hiddenDocflowTypes';
export { owingDocflows, type OwingSearch } from './flows/owingDocflows';
export type { DocflowRef } from './flows/readDocflow';
export { check, follow, prepare, send, type DraftRef } from './flows/draftStages';
export { checkRegistration, registerBusiness, type Applicant, type PersonName, type Registration, type RegistrationDocument } from './flows/registerBusiness';
export { checkFnsLetter, checkRosstatLetter, letterText, sendFnsLetter, sendRosstatLetter, type FnsLetter, type Letter, type LetterFile, type SentLetter } from './flows/letters';
export type { Correspondence } from './flows/parties';
export { dueOf, nextStepOf, receiveDocflow, type NextStep } from './flows/receiveDocflow';
export { runTask, type TaskKind, type TaskOutcome } from './flows/runTask';
export { requestDocuments, signRequest, type SentRequest } from './flows/requestDocuments';
export { hasErrors, linesOf } from './flows/checkLines';
export type { Filed, Filing } from './flows/filing';
export { sendReport } from './flows/sendReport';
export type { StageDone } from './flows/stageLog';
export { type SentOnce } from './flows/sendOnce';
export { subscribeToSedo, type Subscription } from './flows/subscribeToSedo';
export { isEmployeeKey, renewGosuslugi } from './flows/renewGosuslugi';
export { otherSignerWarning, signatureFor } from './flows/signReply';
export { finishSigningReply, type SignedOrWaiting, startSigningReply, type ToSignInSteps, type WaitingSignature } from './flows/signReplyInSteps';
export { signDocument, signUnsigned, wantedSignatures, type SignedDocument } from './flows/signDraft';
export { finishSigning, startSigning, type SignedInSteps, type WaitingDocument } from './flows/signInSteps';
export { applicationToJoin, informationRequest, isInformationRequest, type InformationRequest, type JoiningApplication } from './contracts';
export { dayInWords, moscowDay, workingDaysLeft } from './calendar';
export { certificateContent } from './certificates';
export { isSealed } from './documentContent';
export { download, downloadWhole, openDownload, restOf, type Source, sourceOf, upload } from './contents';
export { dayOf, demandFormOf, demandTermsOf, isAnsweredByInventory, kndsOf, periodInWords, verdictOf } from './docflows';
export { packZip, type ToPack } from './archives';
export { archivedBefore, type ArchivedFile, type ArchiveIndex, safeName, tableOf } from './archiving';
export { Extern, type ExternSettings, type Outcome } from './client';
export { ExternError, inputError, stop, type ApiProblem, type ExternFailure, type ProblemLine } from './failure';
export { dueIn, type Due, type DueKind, type Stage, stageOf, tellDue, type Told } from './deadlines';
export { type ListState, UNREAD, unreadSince } from './feed/changes';
export { type ChangedDocflow, type DocflowList, type ListBatch, newestIn, readList, skipList } from './feed/listReader';
export { readFeed, skipToEnd } from './feed/reader';
export { BEGINNING, type Delivered, feedFrom, type FeedState, type HandedBatch, handOver, remembered } from './feed/reducer';
export { severityOfEvent } from './feed/severity';
export { builderTypes, codesIn, declineCodes, docflowStates, docflowStatuses, docflowTypes, eventLabelOf, eventStates, isKnown, isKnownEvent, isSameCode, labelIn, labelOf, type Language, pfrLetterCategories } from './labels';
export { itemsOf } from './paging';
export type { Port, PortAnswer, PortRequest } from './port';
export { correctedReport, fileIn, isWarrantName, LARGEST_CHECKED, readReport, taxPeriod, tooLarge, validateReportFile, xmlBytes, type Correction, type FileOrJson, type Party, type ReportFile, type Requisites, type ValidatedFile } from './report';
export { openRepliesOf } from './operations/docflows';
export {
	askSvs,
	base64Of,
	certificateFrom,
	digestOf,
	dssOpener,
	expiryWarning,
	openDssDesk,
	rawValueOf,
	readSignatureFile,
	readDssSettings,
	readyFiles,
	readySignatures,
	requireValid,
	signingServiceOpener,
	signingServiceSigner,
	signsLater,
	testKeyFrom,
	testKeyOpener,
	testKeySigner,
	verifySignature,
	type DssDesk,
	type Opener,
	type RawOrder,
	type ServicePort,
	type SignatureFile,
	type Signer,
	type SignatureForm,
	type SvsSigner,
	type Verified,
	type VerifiedSigner,
} from './signing';
export type { OpenReply, ReplyLink } from './replies';
export type { WireAccount, WireCertificate, WireOrganization } from './wire/account';
export type { WireBuilderData, WireBuilderMetaRequest } from './wire/builder';
export type { WireSignEnd, WireSignStart } from './wire/cloud';
export type { WireContentRef, WireDecryptionStart } from './wire/decryption';
export type { WireAssignee, WireRecognized } from './wire/demand';
export type { WireDocflow, WireDocflowDocument } from './wire/docflow';
export type { WireDocumentRequest, WireDraft, WireDraftMeta } from './wire/draft';
export type { WireEvent } from './wire/event';
export type { WireControlUnit } from './wire/handbook';
export type { WireDocumentsRequest, WireLegacyReply, WireReply } from './wire/reply';
export type { WirePrintResult } from './wire/task';
export type { WireTask } from './wire/task';
