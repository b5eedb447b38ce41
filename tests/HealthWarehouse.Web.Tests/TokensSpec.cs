using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using HealthWarehouse.Catalogue;
using HealthWarehouse.Concepts;
using HealthWarehouse.Guard;
using HealthWarehouse.Guard.Accounts;
using HealthWarehouse.Guard.Systems;
using HealthWarehouse.Tests;
using HealthWarehouse.Web.Access;
using HealthWarehouse.Web.Tokens;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenIddict.Abstractions;

namespace HealthWarehouse.Web.Tests;

/// <summary>Tokens of systems over real HTTP: how they are got, what they open, and every way we know of getting one wrongly.</summary>
public sealed class TokensSpec : IAsyncLifetime
{
    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;
    private TestPortal _portal = null!;

    public async ValueTask InitializeAsync() => _portal = await TestPortal.Open();

    public ValueTask DisposeAsync() => _portal.DisposeAsync();

    [Fact]
    public async Task A_secret_by_header_or_form_gets_a_short_token_for_what_was_asked_and_no_more()
    {
        await _portal.System("his");
        var secret = await _portal.Secret("his");

        var (status, body) = await _portal.AskWithSecret("his", secret);
        var post = await _portal.Ask("token", null, ("grant_type", "client_credentials"), ("client_id", "his"), ("client_secret", secret),
            ("scope", "deliveries.read"));

        status.ShouldBe(HttpStatusCode.OK);
        body.GetProperty("token_type").GetString().ShouldBe("Bearer");
        body.GetProperty("expires_in").GetInt32().ShouldBeInRange(1, 15 * 60);
        using var whole = _portal.With(body.GetProperty("access_token").GetString()!);
        using var sent = await whole.PostAsync("/api/v1/deliveries", Xml("T1", "99001"), Stop);
        sent.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        using var reading = _portal.With(post.Body.GetProperty("access_token").GetString()!);
        using var refused = await reading.PostAsync("/api/v1/deliveries", Xml("T2", "99001"), Stop);
        refused.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        refused.Headers.WwwAuthenticate.ToString().ShouldContain("insufficient_scope");
        var id = (await sent.Content.ReadFromJsonAsync<JsonElement>(Stop)).GetProperty("trackingId").GetString();
        (await reading.GetAsync($"/api/v1/deliveries/{id}", Stop)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await _portal.Audited("his", "token-issue")).Count.ShouldBe(2);
    }

    [Fact]
    public async Task Who_is_refused_is_told_in_vietnamese_by_the_codes_of_RFC_6749_and_every_refusal_is_noted_without_the_secret()
    {
        await _portal.System("his");
        await _portal.System("khac");
        var (secret, other) = (await _portal.Secret("his"), await _portal.Secret("khac"));

        foreach (var (code, wrong) in new[] { ("his", "sai"), ("his", other), ("khong-co", secret), ("khoyte", secret), ("his", "") })
        {
            var (status, body) = await _portal.AskWithSecret(code, wrong);
            ((int)status).ShouldBeOneOf(400, 401);
            body.GetProperty("error").GetString().ShouldBeOneOf("invalid_client", "invalid_request");
            body.GetProperty("error_description").GetString()!.ShouldMatch("Không xác thực được|Yêu cầu không đúng");
        }
        foreach (var scope in new[] { "figures.read", "deliveries.read figures.read", "khong.co", "openid" })
            (await _portal.AskWithSecret("his", secret, scope)).Body.GetProperty("error").GetString().ShouldBe("invalid_scope", scope);
        foreach (var grant in new[] { "password", "authorization_code", "refresh_token" })
            (await _portal.Ask("token", ("his", secret), ("grant_type", grant), ("username", "a"),
                ("password", "b"))).Body.GetProperty("error").GetString().ShouldBe("unsupported_grant_type", grant);

        (await _portal.Audited("his", "token-refused")).Count.ShouldBe(10);
        (await _portal.Audited("khong-co", "token-refused")).ShouldBe(["invalid_client"]);
        (await _portal.House.Operations.QueryText<string>("select account || coalesce(detail, '') || object_id from audit", null, Stop))
            .ShouldNotContain(line => line.Contains(secret, StringComparison.Ordinal) || line.Contains(other, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_signed_assertion_gets_a_token_once_and_any_other_none()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var rsa = RSA.Create(2048);
        using var stranger = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        await _portal.System("his");
        await _portal.System("khac");
        var registered = await _portal.Register("his", key);
        await _portal.Register("his", rsa);
        var (issuer, pem) = (_portal.Issuer(), Encoding.UTF8.GetBytes(key.ExportSubjectPublicKeyInfoPem()));
        var point = key.ExportParameters(false).Q;

        var good = Jwt.Assertion("his", issuer, key);
        (await _portal.AskWithAssertion(good, "his")).Status.ShouldBe(HttpStatusCode.OK);
        (await _portal.AskWithAssertion(Jwt.Assertion("his", issuer, key, registered.KeyId))).Status.ShouldBe(HttpStatusCode.OK);
        (await _portal.AskWithAssertion(Jwt.Assertion("his", issuer, key, alg: "RS256", sign: c =>
            rsa.SignData(c, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)))).Status.ShouldBe(HttpStatusCode.OK);
        (await _portal.House.Credentials.Of("his", Stop)).ShouldAllBe(c => c.UsedAt != null);

        foreach (var typ in new[] { null, "JWT" })
            foreach (var audience in new[] { issuer, $"{issuer}connect/token" })
                (await _portal.AskWithAssertion(Jwt.Assertion("his", audience, key, typ: typ))).Status
                    .ShouldBe(HttpStatusCode.OK, $"{typ} {audience}: as most libraries make it");

        var bad = new (string What, string Assertion, string Cause)[]
        {
            ("replayed", good, "đã dùng một lần (jti)"),
            ("expired", Jwt.Assertion("his", issuer, key, seconds: -3600), "đã hết hạn (exp)"),
            ("valid for too long", Jwt.Assertion("his", issuer, key, seconds: 86_400), "không được xa hơn"),
            ("without an id", Jwt.Assertion("his", issuer, key, jti: null), "thiếu jti"),
            ("for another audience", Jwt.Assertion("his", "https://kho.khac.example/", key), "aud của bản xác nhận"),
            ("of another type", Jwt.Assertion("his", issuer, key, typ: "at+jwt"), "typ của bản xác nhận"),
            ("signed with another key", Jwt.Assertion("his", issuer, stranger), "Không khoá nào"),
            ("another key under a known id", Jwt.Assertion("his", issuer, stranger, registered.KeyId), "Không khoá nào"),
            ("of another client", Jwt.Assertion("khac", issuer, key), "Không khoá nào"),
            ("of nobody known", Jwt.Assertion("khong-co", issuer, key), "Không khoá nào"),
            ("for another subject", Jwt.Assertion("his", issuer, key, subject: "khac"), "iss và sub"),
            ("unsigned", Jwt.Assertion("his", issuer, key, alg: "none", sign: _ => []), "phải ký bằng khoá riêng"),
            ("HMAC with the public key as PEM", Jwt.Assertion("his", issuer, key, registered.KeyId, alg: "HS256",
                sign: c => HMACSHA256.HashData(pem, c)), "phải ký bằng khoá riêng"),
            ("HMAC with the public point", Jwt.Assertion("his", issuer, key, registered.KeyId, alg: "HS256",
                sign: c => HMACSHA256.HashData((byte[])[.. point.X!, .. point.Y!], c)), "phải ký bằng khoá riêng"),
            ("no assertion at all", "khong.phai.jwt", "không phải một JWT"),
            ("in milliseconds", Jwt.Assertion("his", issuer, key, claim: now => ("exp", (now + 60) * 1000)), "exp tính bằng giây"),
            ("not valid yet", Jwt.Assertion("his", issuer, key, claim: now => ("nbf", now + 600)), "chưa tới lúc dùng được"),
            ("made tomorrow", Jwt.Assertion("his", issuer, key, claim: now => ("iat", now + 86_400)), "chưa tới lúc dùng được"),
            ("made before time began", Jwt.Assertion("his", issuer, key, claim: _ => ("iat", long.MinValue)), "số giây từ 1970"),
            ("with an extension it calls critical", Jwt.Assertion("his", issuer, key, inHeader: ("urn:la", true)), "(crit)"),
            ("longer than any", Jwt.Assertion("his", issuer, key, jti: new string('j', 9000)), "dài quá 8192"),
        };
        foreach (var (what, assertion, cause) in bad)
        {
            var (status, body) = await _portal.AskWithAssertion(assertion);
            ((int)status).ShouldBeOneOf([400, 401], what);
            body.TryGetProperty("access_token", out _).ShouldBeFalse(what);
            body.GetProperty("error_description").GetString()!.ShouldContain(cause, customMessage: what);
        }
    }

    [Fact]
    public async Task An_assertion_is_spent_where_it_is_first_shown_and_a_clock_a_little_ahead_is_no_fault()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        await _portal.System("his");
        await _portal.Register("his", key);
        var issuer = _portal.Issuer();

        (await _portal.AskWithAssertion(Jwt.Assertion("his", issuer, key, seconds: 300, claim: now => ("iat", now + 20)))).Status
            .ShouldBe(HttpStatusCode.OK, "the full five minutes, by a clock twenty seconds ahead");
        var shown = Jwt.Assertion("his", issuer, key);
        await _portal.Ask("revoke", null, ("token", "khong-phai-the"),
            ("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"), ("client_assertion", shown));
        (await _portal.AskWithAssertion(shown)).Body.GetProperty("error_description").GetString()!.ShouldContain("đã dùng một lần (jti)");
        var (_, untyped) = await _portal.Ask("token", null, ("grant_type", "client_credentials"),
            ("client_assertion", Jwt.Assertion("his", issuer, key)));
        untyped.GetProperty("error_description").GetString()!.ShouldContain("client_assertion_type phải là");
        (await _portal.AskWithAssertion(Jwt.Assertion("his", issuer, key), "khac")).Body.GetProperty("error_description").GetString()!
            .ShouldContain("client_id khác sub");
    }

    [Fact]
    public async Task A_forged_token_opens_nothing()
    {
        await _portal.System("his");
        var token = await _portal.Token("his", await _portal.Secret("his"));
        using var client = _portal.Anonymous();
        var known = (await client.GetFromJsonAsync<JsonElement>("/.well-known/jwks", Stop)).GetProperty("keys")[0];
        using var own = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var (payload, kid) = (Jwt.Payload(token), known.GetProperty("kid").GetString()!);
        var parts = token.Split('.');
        (await _portal.Knock(token)).ShouldBe(HttpStatusCode.NotFound);

        var forged = new[]
        {
            Jwt.Of(new { alg = "none", typ = "at+jwt" }, payload, _ => []),
            Jwt.Of(new { alg = "none", typ = "at+jwt", kid }, payload, _ => []),
            Jwt.Of(new { alg = "HS256", typ = "at+jwt", kid }, payload, c =>
                HMACSHA256.HashData(Encoding.UTF8.GetBytes(known.ToString()), c)),
            Jwt.Of(new { alg = "HS256", typ = "at+jwt", kid }, payload, c =>
                HMACSHA256.HashData(Encoding.UTF8.GetBytes(known.GetProperty("x").GetString()!), c)),
            Jwt.Of(new { alg = "ES256", typ = "at+jwt", kid }, payload, c => own.SignData(c, HashAlgorithmName.SHA256)),
            Jwt.Of(new { alg = "ES256", typ = "at+jwt",
                jwk = new { kty = "EC", crv = "P-256", x = Jwt.Part(own.ExportParameters(false).Q.X!),
                y = Jwt.Part(own.ExportParameters(false).Q.Y!) } }, payload, c => own.SignData(c, HashAlgorithmName.SHA256)),
            $"{parts[0]}.{Jwt.Part(Encoding.UTF8.GetBytes(
                payload.ToString().Replace("deliveries.read", "figures.read", StringComparison.Ordinal)))}.{parts[2]}",
            $"{parts[0]}.{parts[1]}.", token[..^4], Jwt.Assertion("his", _portal.Issuer(), own), "..", "a.b.c",
        };
        foreach (var one in forged) (await _portal.Knock(one)).ShouldBe(HttpStatusCode.Unauthorized, one);
    }

    [Fact]
    public async Task A_token_revoked_is_refused_at_once_and_only_its_own_client_can_revoke_it()
    {
        await _portal.System("his");
        await _portal.System("khac");
        var (secret, other) = (await _portal.Secret("his"), await _portal.Secret("khac"));
        var token = await _portal.Token("his", secret);

        await _portal.Ask("revoke", ("khac", other), ("token", token));
        (await _portal.Knock(token)).ShouldBe(HttpStatusCode.NotFound);
        (await _portal.Ask("revoke", ("his", "sai"), ("token", token))).Body.GetProperty("error_description")
            .GetString()!.ShouldContain("Không xác thực được");
        (await _portal.Knock(token)).ShouldBe(HttpStatusCode.NotFound);
        (await _portal.Ask("revoke", ("his", secret), ("token", token))).Status.ShouldBe(HttpStatusCode.OK);
        (await _portal.Knock(token)).ShouldBe(HttpStatusCode.Unauthorized);
        (await _portal.Audited("his", "token-revoke")).Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_client_is_bound_to_its_facilities_and_a_message_for_another_is_refused_and_noted()
    {
        await _portal.System("his");
        using var client = _portal.With(await _portal.Token("his", await _portal.Secret("his")));

        using var sent = await client.PostAsync("/api/v1/deliveries", Xml("M1", "99002"), Stop);
        await _portal.Loaded();
        var id = (await sent.Content.ReadFromJsonAsync<JsonElement>(Stop)).GetProperty("trackingId").GetString()!;
        var one = await client.GetFromJsonAsync<JsonElement>($"/api/v1/deliveries/{id}", Stop);
        using var cancel = await client.PostAsJsonAsync("/api/v1/episodes/cancel",
            new { facilityCode = "99002", episodeCode = "M1", reason = "Nhầm", requestId = "r1" }, Stop);

        one.GetProperty("delivery").GetProperty("state").GetString().ShouldBe("Rejected");
        one.GetProperty("delivery").GetProperty("problem").GetString()!.ShouldStartWith("MACSKCB_MISMATCH");
        one.GetProperty("findings")[0].GetProperty("message").GetString()!.ShouldContain("MACSKCB_MISMATCH");
        cancel.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await cancel.Content.ReadAsStringAsync(Stop)).ShouldContain("MACSKCB_MISMATCH");
        (await _portal.Audited("his", "refused")).ShouldBe(["MACSKCB_MISMATCH: 99002; 1 hồ sơ", "MACSKCB_MISMATCH"]);
        (await _portal.House.Warehouse.QueryText<long>("select count(*) from core.encounter", null, Stop)).ShouldBe([0]);
    }

    [Fact]
    public async Task A_system_that_reads_sees_by_its_grant_what_its_scopes_open_on_exactly_the_routes_declared()
    {
        var access = Gate.Declared;
        var grants = _portal.Services.GetRequiredService<Grants>();
        await _portal.System("ioc", "99001", [.. access.Scopes.Select(s => s.Id)]);
        var secret = await _portal.Secret("ioc");
        foreach (var (episode, facility) in new[] { ("S1", "99001"), ("S2", "99002") }) await Take(episode, facility);
        await _portal.Loaded();
        const string question = "/api/v1/query?measure=encounters&period=2026";

        using (var ungranted = _portal.With(await _portal.Token("ioc", secret, "figures.read")))
            (await ungranted.GetAsync(question, Stop)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        await Should.ThrowAsync<RefusedException>(() => grants.Give(new("nguoi", "system", "thử"), Viewer.House, Stop));
        await Should.ThrowAsync<RefusedException>(() => grants.Give(new(Grants.OfSystem("ioc"), "specialist", "thử"), Viewer.House, Stop));
        await grants.Give(new(Grants.OfSystem("ioc"), "system", "CV 12/SYT", "99001", Data: DataClass.Pseudonymous), Viewer.House, Stop);
        using (var granted = _portal.With(await _portal.Token("ioc", secret, "figures.read")))
        {
            using var refused = await granted.GetAsync(question, Stop);
            refused.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
            (await refused.Content.ReadAsStringAsync(Stop)).ShouldContain("/api/v1/published");
            (await granted.GetFromJsonAsync<JsonElement>("/api/v1/published", Stop)).GetArrayLength().ShouldBe(0);
        }

        var wrong = new List<string>();
        foreach (var scope in access.Scopes.Select(s => s.Id))
        {
            using var client = _portal.With(await _portal.Token("ioc", secret, scope));
            foreach (var route in Gate.RoutesOf(_portal).Where(IsForSystems))
            {
                using var answer = await client.SendAsync(Gate.Request(route), Stop);
                if (await Gate.Refused(route, answer) == (route.Rule.Scope == scope))
                    wrong.Add($"{scope}: {route.Method} {route.Path} trả {(int)answer.StatusCode}");
            }
        }
        wrong.ShouldBeEmpty();
    }

    [Fact]
    public async Task Keys_that_sign_tokens_follow_one_another_and_stand_on_disk_only_wrapped()
    {
        await _portal.System("his");
        var secret = await _portal.Secret("his");
        var keys = _portal.Services.GetRequiredService<TokenKeys>();
        var before = await _portal.Token("his", secret);
        await keys.Turn(now: true, Stop);
        var after = await _portal.Token("his", secret);

        string Kid(string token) => Jwt.Header(token).GetProperty("kid").GetString()!;
        Kid(after).ShouldNotBe(Kid(before));
        (await _portal.Knock(before)).ShouldBe(HttpStatusCode.NotFound);
        (await _portal.Knock(after)).ShouldBe(HttpStatusCode.NotFound);
        using var client = _portal.Anonymous();
        (await client.GetFromJsonAsync<JsonElement>("/.well-known/jwks", Stop)).GetProperty("keys").EnumerateArray()
            .Select(k => k.GetProperty("kid").GetString()).ShouldBe([Kid(after), Kid(before)]);
        var files = Directory.GetFiles(Path.Combine(_portal.House.Settings.Data, "keys", "tokens"));
        files.Length.ShouldBe(2);
        foreach (var file in files)
        {
            using var read = JsonDocument.Parse(await File.ReadAllTextAsync(file, Stop));
            var box = Convert.FromBase64String(read.RootElement.GetProperty("key").GetString()!);
            using var plain = ECDsa.Create();
            Should.Throw<CryptographicException>(() => plain.ImportPkcs8PrivateKey(box.AsSpan(28), out _));
        }
        using var again = new TokenKeys(_portal.House);
        again.Signing.Select(s => s.Key.KeyId).ShouldBe([Kid(after), Kid(before)]);
        (await _portal.Audited("khoyte", "key-rotate")).Count.ShouldBe(1);
    }

    [Fact]
    public async Task No_secret_key_or_token_stands_in_any_file_or_line_of_the_log()
    {
        using var log = new LogLines();
        _portal.Services.GetRequiredService<ILoggerFactory>().AddProvider(log);
        await _portal.System("his");
        var (secret, key) = (await _portal.Secret("his"), await _portal.Secret("his", CredentialKind.Key));
        var token = await _portal.Token("his", secret);
        await _portal.Knock(token);
        await _portal.Knock(key);
        await _portal.AskWithSecret("his", secret, "khong.co");
        await _portal.Ask("revoke", ("his", secret), ("token", token));
        await _portal.Ask("token", null, ("grant_type", "client_credentials"), ("client_id", secret), ("client_secret", secret));

        var sought = new[] { secret[5..], key[4..], token.Split('.')[2] };
        foreach (var file in Directory.EnumerateFiles(_portal.House.Settings.Data, "*", SearchOption.AllDirectories)
            .Where(f => Path.GetFileName(f) != "lock"))
        {
            await using var open = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var bytes = new MemoryStream();
            await open.CopyToAsync(bytes, Stop);
            foreach (var text in sought.Skip(file.EndsWith("running.json", StringComparison.Ordinal) ? 3 : 0))
                bytes.GetBuffer().AsSpan(0, (int)bytes.Length).IndexOf(Encoding.ASCII.GetBytes(text))
                    .ShouldBe(-1, $"{Path.GetFileName(file)}");
        }
        log.Lines.ShouldNotContain(line => sought.Any(text => line.Contains(text, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task On_PostgreSql_clients_tokens_assertions_and_credentials_stand_and_fall_alike()
    {
        await using var postgres = await TestPostgres.Create();
        await using var portal = await TestPortal.OpenWith(settings => settings with { OperationsPostgres = postgres.ConnectionString });
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        await portal.System("his");
        await portal.House.Credentials.Make(new("his", CredentialKind.PublicKey, "thử", key.ExportSubjectPublicKeyInfoPem()), Viewer.House,
            Stop);
        var secret = await portal.Secret("his");

        var token = await portal.Token("his", secret);
        (await portal.Knock(token)).ShouldBe(HttpStatusCode.NotFound);
        await portal.Ask("revoke", ("his", secret), ("token", token));
        (await portal.Knock(token)).ShouldBe(HttpStatusCode.Unauthorized);
        var assertion = Jwt.Assertion("his", portal.Issuer(), key, alg: "ES384", sign: c => key.SignData(c, HashAlgorithmName.SHA384));
        (await portal.AskWithAssertion(assertion)).Status.ShouldBe(HttpStatusCode.OK);
        (await portal.AskWithAssertion(assertion)).Status.ShouldNotBe(HttpStatusCode.OK);
        var old = (await portal.House.Credentials.Of("his", Stop)).Single(c => c.Method is CredentialKind.Secret);
        var (_, next) = await portal.House.Credentials.Replace("his", old.Id, atOnce: true, null, Viewer.House, Stop);
        (await portal.AskWithSecret("his", secret)).Status.ShouldNotBe(HttpStatusCode.OK);
        await portal.Token("his", next!);
        await using var scope = portal.Services.CreateAsyncScope();
        (await scope.ServiceProvider.GetRequiredService<IOpenIddictTokenManager>().PruneAsync(DateTimeOffset.UtcNow.AddDays(1), Stop))
            .ShouldBe(1);
    }

    /// <summary>Addresses for programs, and a few pages that are not.</summary>
    private static bool IsForSystems(DeclaredRoute route) =>
        !route.Needs.Contains(AccessFile.Open)
            && (route.Path.StartsWith("/api", StringComparison.Ordinal) || route.Path.StartsWith("/odata", StringComparison.Ordinal)
            || (route.Method == HttpMethod.Get && route.Path is "/" or "/bang" or "/quan-tri/noi-gui"));

    private async Task Take(string episode, string facility)
    {
        using var content = new MemoryStream(Encoding.UTF8.GetBytes(Envelopes.One(episode, facility)));
        await _portal.House.Intake.Take(content, new(Collect.Sender.Local, "test"), stop: Stop);
    }

    private static StringContent Xml(string episode, string facility) =>
        new(Envelopes.One(episode, facility), Encoding.UTF8, "application/xml");
}
