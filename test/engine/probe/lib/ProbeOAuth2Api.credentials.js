class ProbeOAuth2Api {
	name = 'probeOAuth2Api';
	extends = ['oAuth2Api'];
	displayName = 'Probe OAuth2 API';
	properties = [
		{ displayName: 'Site', name: 'site', type: 'string', default: '' },
		{ displayName: 'Grant Type', name: 'grantType', type: 'hidden', default: 'authorizationCode' },
		{ displayName: 'Token', name: 'accessTokenUrl', type: 'hidden', default: '={{ $self.site }}/connect/token' },
	];
}

module.exports = { ProbeOAuth2Api };
