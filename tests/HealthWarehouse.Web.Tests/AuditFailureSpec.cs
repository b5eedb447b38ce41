using System.Net;
using HealthWarehouse.Catalogue;
using HealthWarehouse.Tests;

namespace HealthWarehouse.Web.Tests;

/// <summary>
/// When the audit cannot be written, nothing person-level is shown and no file leaves, on no surface; figures without persons go on.
/// </summary>
public class AuditFailureSpec
{
    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;

    /// <summary>
    /// Ways the storage of the audit fails: gone, full, read-only, and the tip that cannot be written though the row can.
    /// </summary>
    private static readonly (string Way, string Harm, string Mend)[] Failures =
    [
        ("gone", "alter table audit rename to audit_elsewhere", "alter table audit_elsewhere rename to audit"),
        ("full", "create trigger audit_full before insert on audit begin select raise(abort, 'database or disk is full'); end",
            "drop trigger audit_full"),
        ("tip", "", ""),
    ];

    /// <summary>Lists and closes one's own openings: nothing of a record in them.</summary>
    private static readonly string[] OwnOpenings =
        ["GET /api/v1/openings", "POST /api/v1/openings/{id}/close", "/dang-mo", "/dang-mo/dong"];

    [Fact]
    public async Task Without_an_audit_row_nothing_of_persons_leaves_on_any_route()
    {
        await using var portal = await TestPortal.OpenWithMimic(("chuyen-vien", "specialist", null), ("bao-mat", "security-officer", null));
        using var person = await portal.Person("chuyen-vien");
        using var officer = await portal.PersonInTwoSteps("bao-mat");
        var key = (await portal.House.Warehouse.QueryText<long>("select min(record_key) from core.encounter e where known_to is null " +
            "and main_icd is not null and not exists (select 1 from std.restricted x " +
            "where x.record_key = e.record_key)", null, Stop))[0];
        var episode = (await portal.House.Warehouse.QueryText<string>("select episode_code from core.encounter where record_key = $key",
            new { key }, Stop))[0];
        var personal = new Dictionary<string, string>
        {
            ["/ho-so/{key}"] = $"/ho-so/{key}?purpose=quality", ["/so-lieu/dot"] =
                "/so-lieu/dot?measure=encounters&period=1990-01~2099-12&purpose=quality",
                ["/so-lieu/dot/{key}"] = $"/so-lieu/dot/{key}?purpose=quality",
            ["/bao-cao/{code}/o"] = "/bao-cao/b14/o?period=2026&column=7&purpose=quality",
                ["GET /api/v1/query/episodes"] = "/api/v1/query/episodes?measure=encounters&period=1990-01~2099-12&purpose=quality",
            ["GET /api/v1/query/rows"] = "/api/v1/query/rows?measure=staff_posts&period=1990-01~2099-12&purpose=quality",
            ["GET /api/v1/episodes/{key}/measures"] = $"/api/v1/episodes/{key}/measures?purpose=quality",
                ["GET /api/v1/reports/{code}/episodes"] = "/api/v1/reports/b14/episodes?period=2026&column=7&purpose=quality",
            ["GET /api/v1/records/{key}"] = $"/api/v1/records/{key}?purpose=quality",
        };
        CatalogueFiles.Load(Repo.File("catalogue")).Access.Routes.Where(r => r.Needs.Contains("records")).SelectMany(r => r.At)
            .Except(personal.Keys).Except(OwnOpenings).ShouldBeEmpty("đường dẫn tới từng hồ sơ chưa được thử ở đây");
        var files = new[] { "/api/v1/query?measure=encounters&by=facility&period=2026&format=csv",
            "/api/v1/query?measure=encounters&period=2026&format=xlsx", "/api/v1/query?measure=encounters&period=2026&format=parquet",
            "/api/v1/reports/b14?period=2026&format=pdf", "/api/v1/findings?format=csv", "/odata/encounter_1?$top=1" };
        var looks = new[] { "/bao-mat/nhat-ky", "/bao-mat/nhat-ky/xuat", $"/bao-mat/nguoi?record={key}", "/bao-mat/bat-thuong" };
        foreach (var path in personal.Values.Concat(files))
            (await person.GetAsync(path, Stop)).StatusCode.ShouldBe(HttpStatusCode.OK, path);
        foreach (var path in looks) (await officer.GetAsync(path, Stop)).StatusCode.ShouldBe(HttpStatusCode.OK, path);

        foreach (var (way, harm, mend) in Failures)
        {
            var tip = Directory.EnumerateFiles(Path.Combine(portal.House.Settings.Data, "audit"), "tip-*").Single();
            if (harm.Length > 0) await portal.House.Operations.ExecuteText(harm, null, Stop);
            else
            {
                File.Delete(tip);
                Directory.CreateDirectory(tip);
            }
            foreach (var path in personal.Values.Concat(files)) await Refused(person, path, episode, way);
            foreach (var path in looks) await Refused(officer, path, "chuyen-vien", way);
            (await person.GetAsync("/api/v1/query?measure=encounters&period=2026", Stop)).StatusCode.ShouldBe(HttpStatusCode.OK);
            if (mend.Length > 0) await portal.House.Operations.ExecuteText(mend, null, Stop);
            else Directory.Delete(tip);
        }
        (await person.GetAsync(personal.Values.First(), Stop)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    /// <summary>The answer is no success, or it breaks off before a byte of it has come.</summary>
    private static async Task Refused(HttpClient client, string path, string secret, string way)
    {
        try
        {
            using var answer = await client.GetAsync(path, Stop);
            ((int)answer.StatusCode).ShouldBeGreaterThanOrEqualTo(400, $"{way}: {path}");
            (await answer.Content.ReadAsStringAsync(Stop)).ShouldNotContain(secret, customMessage: $"{way}: {path}");
        }
        catch (HttpRequestException)
        {
            // Broken off: nothing came.
        }
    }
}
