/** The few pages a person sees while signing in. They load nothing from elsewhere. */

const STYLE = `
body { font: 16px/1.4 system-ui, sans-serif; background: #f3f4f6; color: #1f2937; display: grid; place-items: center; min-height: 100vh; margin: 0 }
main { background: #fff; border: 1px solid #d1d5db; border-radius: 8px; padding: 24px 32px; width: 20rem }
h1 { font-size: 1.25rem; margin: 0 0 4px } p { margin: 0 0 16px }
label { display: block; margin-bottom: 12px } input:not([type=hidden]) { display: block; width: 100%; box-sizing: border-box; font: inherit; padding: 6px 8px; margin-top: 4px }
button { font: inherit; padding: 8px 20px; cursor: pointer } .wrong { color: #b91c1c } .note { color: #6b7280; font-size: .85rem; margin-top: 16px }
code { font-size: 1.5rem; letter-spacing: .1em }`;

export interface SignInForm {
	clientId: string;
	login: string;
	wrong: boolean;
}

export function signInPage({ clientId, login, wrong }: SignInForm): string {
	return page(
		'Вход',
		`<p>Приложение <b>${escaped(clientId)}</b> просит доступ к Экстерну.</p>
${wrong ? '<p class="wrong" role="alert">Неверный логин или пароль</p>' : ''}
<form method="post">
<label>Логин <input name="login" value="${escaped(login)}" autocomplete="username" required${login ? '' : ' autofocus'}></label>
<label>Пароль <input name="password" type="password" autocomplete="current-password" required${login ? ' autofocus' : ''}></label>
<button type="submit">Войти</button>
</form>`,
	);
}

/** `form` is the library's, with its hidden fields. */
export function deviceEntryPage(form: string, wrong: boolean): string {
	return page(
		'Вход на устройстве',
		`<p>Введите код, который показывает устройство.</p>
${wrong ? '<p class="wrong" role="alert">Код не подходит или уже использован</p>' : ''}
${form}
<button type="submit" form="op.deviceInputForm">Продолжить</button>`,
	);
}

export function deviceConfirmationPage(form: string, clientId: string, userCode: string): string {
	return page(
		'Вход на устройстве',
		`<p>Приложение <b>${escaped(clientId)}</b> показывает код</p>
<p><code>${escaped(userCode)}</code></p>
${form}
<button type="submit" form="op.deviceConfirmForm">Подтвердить</button>
<button type="submit" form="op.deviceConfirmForm" name="abort" value="yes">Отказать</button>`,
	);
}

export function deviceDonePage(): string {
	return page('Готово', '<p>Вход выполнен, вернитесь к устройству.</p>');
}

export function refusalPage(error: string, description = ''): string {
	return page('Вход невозможен', `<p class="wrong" role="alert">${escaped(error)}</p><p>${escaped(description)}</p>`);
}

function page(title: string, content: string): string {
	return `<!doctype html>
<html lang="ru"><head><meta charset="utf-8"><title>${title}</title><meta name="viewport" content="width=device-width"><style>${STYLE}</style></head>
<body><main><h1>${title}</h1>
${content}
<p class="note">Песочница: ненастоящий Контур, ненастоящие данные.</p>
</main></body></html>
`;
}

function escaped(text: string): string {
	return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
