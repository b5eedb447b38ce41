using System.Net;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using HealthWarehouse.Collect;
using HealthWarehouse.Concepts;
using HealthWarehouse.Guard;
using HealthWarehouse.Guard.Systems;
using Microsoft.Extensions.DependencyInjection;

namespace HealthWarehouse.Web.Tests;

/// <summary>Credentials of senders from their making to their end, on the pages, at the desk and by the verbs.</summary>
public sealed class SenderCredentialsSpec : IAsyncLifetime
{
    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;
    private TestPortal _portal = null!;

    public async ValueTask InitializeAsync() => _portal = await TestPortal.Open(("quan-tri", "steward", null));

    public ValueTask DisposeAsync() => _portal.DisposeAsync();

    [Fact]
    public async Task On_the_pages_a_sender_is_added_gets_a_secret_shown_once_and_is_shut_out()
    {
        using var person = await _portal.Person("quan-tri");
        (await Submit(person, "/quan-tri/noi-gui", "/them", ("code", "his-1"), ("name", "HIS một"), ("facilities", "99001"),
            ("scope", "deliveries.read"))).ShouldBe("/quan-tri/noi-gui/his-1");
        var shown = await Submit(person, "/quan-tri/noi-gui/his-1", "/bi-mat", ("kind", "Secret"), ("name", "Máy chủ 1"));
        var secret = Regex.Match(await person.GetStringAsync(shown, Stop), "kyts_[0-9a-f]{64}").Value;

        secret.ShouldNotBeEmpty();
        shown.ShouldNotContain(secret);
        (await person.GetStringAsync(shown, Stop)).ShouldNotContain(secret);
        (await _portal.Knock(await _portal.Token("his-1", secret))).ShouldBe(HttpStatusCode.NotFound);
        (await Submit(person, "/quan-tri/noi-gui/his-1", "/thu-hoi", ("why", "Hết hợp đồng"))).ShouldBe("/quan-tri/noi-gui/his-1");
        (await _portal.AskWithSecret("his-1", secret)).Status.ShouldBe(HttpStatusCode.Unauthorized);
        (await person.GetStringAsync("/quan-tri/noi-gui?q=his-1", Stop)).ShouldContain("Hết hợp đồng");
        foreach (var fault in new[] { ("code", "HIS 1"), ("code", "his-1"), ("facilities", "00000"), ("scope", "khong.co"), ("name", "") })
            (await Submit(person, "/quan-tri/noi-gui", "/them",
                [.. new[] { ("code", "his-2"), ("name", "HIS"), ("facilities", "99001"), ("scope", "deliveries.read") }.Where(f =>
                f.Item1 != fault.Item1), fault])).ShouldContain("?loi=");
        (await _portal.Audited("quan-tri", "credential-add")).Single().ShouldNotContain(secret);
        (await _portal.Audited("quan-tri", "sender-revoke")).ShouldBe(["Hết hợp đồng"]);
        (await _portal.Audited("quan-tri", "sender-add")).Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_new_secret_follows_an_old_one_which_goes_on_for_the_declared_days_or_ends_at_once()
    {
        await _portal.System("his");
        var first = await _portal.Secret("his");
        var old = (await _portal.House.Credentials.Of("his", Stop)).Single();
        var (_, second) = await _portal.House.Credentials.Replace("his", old.Id, atOnce: false, null, Viewer.House, Stop);

        var token = await _portal.Token("his", first);
        await _portal.Token("his", second!);
        var shortened = (await _portal.House.Credentials.Find(old.Id, Stop))!;
        (shortened.EndsAt - DateTimeOffset.UtcNow)!.Value.TotalDays.ShouldBeInRange(13.9, 14.0);
        await _portal.House.Operations.ExecuteText("update sender_credential set ends_at = '2026-01-01 00:00:00.000000' where id = $id",
            new { id = old.Id }, Stop);
        (await _portal.AskWithSecret("his", first)).Status.ShouldBe(HttpStatusCode.Unauthorized);
        (await _portal.Knock(token)).ShouldBe(HttpStatusCode.NotFound);                    // got in time, lives its few minutes

        var next = (await _portal.House.Credentials.Of("his", Stop))[0];
        var late = await _portal.Token("his", second!);
        var (_, third) = await _portal.House.Credentials.Replace("his", next.Id, atOnce: true, null, Viewer.House, Stop);
        (await _portal.AskWithSecret("his", second!)).Status.ShouldBe(HttpStatusCode.Unauthorized);
        (await _portal.Knock(late)).ShouldBe(HttpStatusCode.Unauthorized);                 // a credential ended takes its tokens with it
        await _portal.Token("his", third!);
    }

    [Fact]
    public async Task A_way_switched_off_is_closed_at_once_and_what_was_shut_out_does_not_come_back_by_itself()
    {
        var desk = _portal.Services.GetRequiredService<SenderDesk>();
        using var pair = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        await _portal.System("his");
        var (secret, key) = (await _portal.Secret("his"), await _portal.Secret("his", CredentialKind.Key));
        await _portal.Register("his", pair);
        var token = await _portal.Token("his", secret);
        (await _portal.Knock(key)).ShouldBe(HttpStatusCode.NotFound);

        await desk.Methods("his", [CredentialKind.PublicKey], Viewer.House, Stop);
        (await _portal.Knock(key)).ShouldBe(HttpStatusCode.Unauthorized);
        (await _portal.Knock(token)).ShouldBe(HttpStatusCode.Unauthorized);
        (await _portal.AskWithSecret("his", secret)).Status.ShouldBe(HttpStatusCode.Unauthorized);
        (await _portal.AskWithAssertion(Jwt.Assertion("his", _portal.Issuer(), pair))).Status.ShouldBe(HttpStatusCode.OK);
        await desk.Methods("his", [CredentialKind.Key, CredentialKind.Secret], Viewer.House, Stop);
        (await _portal.AskWithAssertion(Jwt.Assertion("his", _portal.Issuer(), pair))).Status.ShouldNotBe(HttpStatusCode.OK);
        (await _portal.Knock(key)).ShouldBe(HttpStatusCode.NotFound);

        await desk.Revoke("his", "Lộ khoá", Viewer.House, Stop);
        await desk.Reopen("his", Viewer.House, Stop);
        foreach (var bearer in new[] { key, token }) (await _portal.Knock(bearer)).ShouldBe(HttpStatusCode.Unauthorized);
        (await _portal.AskWithSecret("his", secret)).Status.ShouldBe(HttpStatusCode.Unauthorized);
        (await _portal.Knock(await _portal.Token("his", await _portal.Secret("his")))).ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_scope_taken_away_leaves_tokens_already_given_at_once()
    {
        await _portal.System("his");
        var token = await _portal.Token("his", await _portal.Secret("his"));
        await _portal.Services.GetRequiredService<SenderDesk>()
            .Change(new("his", "HIS", "99001", ["deliveries.write"]), Viewer.House, Stop);
        (await _portal.Knock(token)).ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public void A_public_key_is_taken_as_PEM_JWK_or_set_and_nothing_weak_shared_or_private()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var weak = RSA.Create(1024);
        using var rsa = RSA.Create(2048);
        using var odd = ECDsa.Create(ECCurve.NamedCurves.brainpoolP256r1);
        var read = PublicKeys.Read(key.ExportSubjectPublicKeyInfoPem());
        PublicKeys.Read(read.Jwk).ShouldBe(read);
        PublicKeys.Read($$"""{"keys":[{{read.Jwk}}]}""").ShouldBe(read);
        PublicKeys.Read(rsa.ExportSubjectPublicKeyInfoPem()).Jwk.ShouldContain("\"kty\":\"RSA\"");

        foreach (var bad in new[]
        {
            key.ExportPkcs8PrivateKeyPem(), rsa.ExportRSAPrivateKeyPem(), weak.ExportSubjectPublicKeyInfoPem(),
            odd.ExportSubjectPublicKeyInfoPem(), """{"kty":"oct","k":"c2VjcmV0"}""",
            read.Jwk.Replace("\"kty\"", "\"d\":\"AAAA\",\"kty\"", StringComparison.Ordinal),
            $$"""{"keys":[{{read.Jwk}},{{read.Jwk}}]}""", """{"kty":"EC","crv":"P-256","x":"AAAA","y":"AAAA"}""",
            "", "{", "không phải khoá",
        })
            Should.Throw<RefusedException>(() => PublicKeys.Read(bad));
    }

    [Fact]
    public async Task The_verbs_register_a_system_give_a_secret_and_list_it()
    {
        var data = Directory.CreateTempSubdirectory("khoyte-sender-").FullName;
        (await Typed.Run("sender", "register", "ioc", "--name", "IOC", "--facilities", "", "--scopes", "figures.read", "--data",
            data)).Exit.ShouldBe(0);
        var made = await Typed.Run("sender", "credential", "ioc", "--kind", "Secret", "--name", "Máy chủ", "--data", data);
        made.Output.Trim().ShouldMatch("^kyts_[0-9a-f]{64}$");
        (await Typed.Run("sender", "revoke", "khong-co", "--reason", "thử", "--data", data)).Exit.ShouldBe(1);
        var listed = await Typed.Run("sender", "list", "ioc", "--data", data);
        listed.Output.ShouldContain("\tSecret\tMáy chủ\t");
        listed.Output.ShouldNotContain(made.Output.Trim());
        Directory.Delete(data, recursive: true);
    }

    /// <summary>Posts a form of a page with the page's own token; gives the address it leads to.</summary>
    private static async Task<string> Submit(HttpClient client, string page, string action, params (string Key, string Value)[] fields)
    {
        var token = Regex.Match(await client.GetStringAsync(page, Stop),
            "name=\"__RequestVerificationToken\" value=\"([^\"]+)\"").Groups[1].Value;
        using var form = new FormUrlEncodedContent([.. fields.Select(f => KeyValuePair.Create(f.Key, f.Value)),
            KeyValuePair.Create("__RequestVerificationToken", token)]);
        using var answer = await client.PostAsync(page + action, form, Stop);
        answer.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        return answer.Headers.Location!.ToString();
    }
}
