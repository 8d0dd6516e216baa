// A certified OpenID provider on loopback whose clients and people a test scripts; its issuer is the first line it prints.
import { createServer } from "node:http";
import { generateKeyPairSync, randomUUID } from "node:crypto";
import { parse } from "node:querystring";
import Provider from "oidc-provider";

let provider;
let keys = [freshKey()];
let people = {};

const server = createServer((request, response) => {
  const { pathname } = new URL(request.url, issuer());
  if (pathname === "/scripted" && request.method === "POST") return readThen(request, (body) => script(JSON.parse(body), response));
  const login = pathname.match(/^\/login\/[^/]+$/);
  if (login && request.method === "GET") return html(response, loginForm(pathname));
  if (login && request.method === "POST") return readThen(request, (body) => signIn(request, response, parse(body), pathname));
  return provider.callback()(request, response);
});
server.listen(0, "127.0.0.1", () => console.log(issuer()));
process.stdin.on("end", () => process.exit(0)).resume(); // the test run is over

function issuer() {
  return `http://127.0.0.1:${server.address().port}`;
}

function freshKey() {
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  return { ...privateKey.export({ format: "jwk" }), kid: randomUUID(), use: "sig", alg: "RS256" };
}

// Begins anew: other clients, other people, nobody signed in; the key stays unless it is to rotate.
function script(said, response) {
  if (said.rotate) keys = [freshKey(), ...keys].slice(0, said.keep_old_keys ? 9 : 1);
  people = Object.fromEntries((said.people ?? []).map((person) => [person.sub, person]));
  provider = new Provider(issuer(), configuration(said));
  provider.on("server_error", (_, error) => console.error(error));
  html(response, "");
}

function configuration({ clients = [], resource_scopes = "", access_token_seconds = 3600, id_token_seconds = 3600 }) {
  return {
    clients,
    jwks: { keys },
    cookies: { keys: [randomUUID()] },
    claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name", "groups", "cognito:groups"] },
    conformIdTokenClaims: false, // the ID token carries the claims too, as Cognito's does
    scopes: ["openid", "email", "profile", "offline_access", ...resource_scopes.split(" ").filter(Boolean)],
    ttl: { AccessToken: access_token_seconds, ClientCredentials: access_token_seconds, IdToken: id_token_seconds },
    pkce: { required: () => true },
    findAccount: (_, sub) => people[sub] && { accountId: sub, claims: () => people[sub] },
    issueRefreshToken: (_, client) => client.grantTypeAllowed("refresh_token"),
    interactions: { url: (_, { uid }) => `/login/${uid}` },
    loadExistingGrant: consentToEverything,
    renderError: (context, out) => { context.body = `<h1>error</h1><pre>${out.error}: ${out.error_description}</pre>`; },
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      revocation: { enabled: true },
      rpInitiatedLogout: { enabled: true, logoutSource: askBeforeLogout, postLogoutSuccessSource: (context) => { context.body = "<h1>signed out</h1>"; } },
      resourceIndicators: {
        enabled: true,
        defaultResource: ({ oidc }) => (oidc.params?.grant_type === "client_credentials" ? "urn:kavakbot:api" : undefined),
        getResourceServerInfo: () => ({ scope: resource_scopes, accessTokenFormat: "jwt", accessTokenTTL: access_token_seconds, jwt: { sign: { alg: "RS256" } } }),
        useGrantedResource: () => true,
      },
    },
    formats: { customizers: { jwt: shapedAsCognitos } },
  };
}

// Cognito's access tokens name their use; the audience, which they lack, this provider insists on.
function shapedAsCognitos(_context, _token, parts) {
  parts.header = { ...parts.header, typ: undefined };
  parts.payload = { ...parts.payload, token_use: "access", version: 2 };
}

async function consentToEverything({ oidc }) {
  const grant = new provider.Grant({ clientId: oidc.client.clientId, accountId: oidc.session.accountId });
  grant.addOIDCScope("openid email profile offline_access");
  await grant.save();
  return grant;
}

function askBeforeLogout(context, form) {
  context.body = `${form}<button form="op.logoutForm" name="logout" value="yes">Sign out</button>`;
}

function loginForm(action) {
  return `<form method="post" action="${action}"><input name="sub" aria-label="Account"><button>Sign in</button></form>`;
}

async function signIn(request, response, { sub }, pathname) {
  if (!people[sub]) return html(response, loginForm(pathname));
  try {
    await provider.interactionFinished(request, response, { login: { accountId: sub } });
  } catch (error) {
    html(response, `<h1>error</h1><pre>${error.message}</pre>`, 400);
  }
}

function readThen(request, act) {
  let body = "";
  request.on("data", (piece) => { body += piece; }).on("end", () => act(body));
}

function html(response, body, status = 200) {
  response.writeHead(status, { "Content-Type": "text/html; charset=utf-8" }).end(body);
}
