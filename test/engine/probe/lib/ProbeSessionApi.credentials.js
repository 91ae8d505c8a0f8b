class ProbeSessionApi {
	name = 'probeSessionApi';
	displayName = 'Probe Session API';
	properties = [
		{ displayName: 'Site', name: 'site', type: 'string', default: 'http://localhost' },
		{ displayName: 'Sign-In', name: 'signIn', type: 'hidden', default: '={{ $self.site }}/sign-in' },
		{ displayName: 'Session', name: 'session', type: 'hidden', typeOptions: { expirable: true }, default: '' },
	];

	async preAuthentication({ signIn }) {
		const { session } = await this.helpers.httpRequest({ method: 'POST', url: signIn, json: true });
		return { session };
	}

	authenticate = {
		type: 'generic',
		properties: { headers: { Authorization: '=auth.sid {{ $credentials.session }}' } },
	};
}

module.exports = { ProbeSessionApi };
