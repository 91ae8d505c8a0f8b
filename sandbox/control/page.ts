/** The web page: drafts, docflows, events, requests. */

import type { RequestLog } from '../requestLog';
import type { World } from '../world/world';

export interface PageParts {
	world: World;
	log: RequestLog;
}

const SHOWN = 50;

export function page({ world, log }: PageParts): string {
	const accountName = (id: string) => world.accounts.account(id)?.name ?? id;
	const drafts = world.drafts
		.all()
		.slice(0, SHOWN)
		.map(({ id, accountId, status, documents, docflowId }) => [
			id,
			accountName(accountId),
			status,
			documents.map(({ filename }) => filename).join(', '),
			docflowId ?? '',
		]);
	const docflows = world.docflows
		.all()
		.reverse()
		.slice(0, SHOWN)
		.map(({ id, accountId, type, status, successState, authority, documents }) => [
			id,
			accountName(accountId),
			type.replace('urn:docflow:', ''),
			authority,
			status,
			successState,
			documents
				.map((document) => `${document.type.replace('urn:document:', '')}${document.openReplies.length > 0 ? ' ✉' : ''}`)
				.join(', '),
		]);
	const events = world.directory.clients.flatMap(({ clientId }) => latestEvents(world, clientId));
	const requests = log
		.after(0)
		.slice(-SHOWN)
		.reverse()
		.map(({ number, time, service, method, path, operation, status, fault }) => [
			String(number),
			time,
			service,
			method,
			path,
			operation ?? '',
			String(status),
			fault ?? '',
		]);
	return `<!doctype html>
<html lang="ru"><head><meta charset="utf-8"><title>Песочница Экстерна</title><meta http-equiv="refresh" content="3">
<style>body{font:14px system-ui;margin:1.5em}table{border-collapse:collapse;width:100%;margin-bottom:2em}td,th{border-bottom:1px solid #ddd;padding:.3em .6em;text-align:left;vertical-align:top;overflow-wrap:anywhere}th{background:#f4f4f4}.empty{color:#888}</style></head>
<body><h1>Песочница Экстерна</h1>
<p>Учебный имитатор, не сервис Контура. Время в песочнице: <b>${escaped(world.clock.now().toISOString())}</b>, скорость ×${world.clock.speed}. <a href="/_sandbox/seed">Ключи и доступы</a></p>
${table('Документообороты', ['Идентификатор', 'Учётная запись', 'Вид', 'Орган', 'Статус', 'Состояние', 'Документы'], docflows)}
${table('Черновики', ['Идентификатор', 'Учётная запись', 'Статус', 'Документы', 'Документооборот'], drafts)}
${table('События', ['Номер', 'Подписчик', 'Время', 'Событие', 'Документооборот'], events)}
${table('Запросы', ['№', 'Время', 'Сервис', 'Метод', 'Путь', 'Операция', 'Ответ', 'Поломка'], requests)}
</body></html>`;
}

function latestEvents(world: World, clientId: string): string[][] {
	return world.feed
		.latest(clientId, SHOWN)
		.map(({ id, event }) => [
			id,
			clientId,
			event.at.toISOString(),
			event.newState.replace('urn:transaction:', ''),
			event.docflowId,
		]);
}

function table(title: string, columns: string[], rows: string[][]): string {
	const head = columns.map((column) => `<th>${escaped(column)}</th>`).join('');
	const body = rows
		.map((row) => `<tr id="${escaped(row[0] ?? '')}">${row.map((cell) => `<td>${escaped(cell)}</td>`).join('')}</tr>`)
		.join('\n');
	return `<h2>${escaped(title)}</h2>${rows.length > 0 ? `<table><thead><tr>${head}</tr></thead><tbody>${body}</tbody></table>` : '<p class="empty">Пока пусто</p>'}`;
}

function escaped(text: string): string {
	return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
