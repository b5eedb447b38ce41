using System.Net;
using HealthWarehouse.Guard;

namespace HealthWarehouse.Web.Tests;

/// <summary>When the audit cannot be written, nothing person-level is shown, on no surface; figures without persons go on.</summary>
public class AuditFailureSpec
{
    [Fact]
    public async Task Without_an_audit_row_nothing_of_persons_leaves()
    {
        var stop = TestContext.Current.CancellationToken;
        await using var portal = await TestPortal.Open(("chuyen-vien", "specialist", null));
        await portal.LoadMimic();
        using var person = await portal.Person("chuyen-vien");
        var key = (await portal.House.Warehouse.QueryText<long>("select min(encounter_key) from core.encounter e where known_to is null and main_icd is not null and not exists (select 1 from std.restricted x where x.record_key = e.encounter_key)"))[0];
        var episode = (await portal.House.Warehouse.QueryText<string>("select episode_code from core.encounter where encounter_key = $key", new { key }))[0];
        await portal.House.Operations.ExecuteText("alter table audit rename to audit_elsewhere", null, stop);

        foreach (var path in new[]
        {
            $"/ho-so/{key}?purpose=quality", "/so-lieu/dot?measure=encounters&period=ever&purpose=quality", "/so-lieu/dot?measure=encounters&period=2026&purpose=quality", $"/so-lieu/dot/{key}?purpose=quality", "/bao-cao/b14/o?period=2026&column=7&purpose=quality",
            "/api/v1/query/episodes?measure=encounters&period=2026&purpose=quality", $"/api/v1/episodes/{key}/measures?purpose=quality", "/api/v1/reports/b14/episodes?period=2026&column=7&purpose=quality",
            $"/api/v1/records/{key}?purpose=quality", "/api/v1/findings", "/api/v1/findings?format=csv", "/chat-luong/quy-tac/R05-required",
        })
        {
            using var answer = await person.GetAsync(path, stop);
            ((int)answer.StatusCode).ShouldBeGreaterThanOrEqualTo(400, path);
            (await answer.Content.ReadAsStringAsync(stop)).ShouldNotContain(episode, customMessage: path);
        }
        using var opening = await person.PostAsync("/api/v1/openings", new StringContent($$"""{"record":{{key}},"purpose":"quality"}""", System.Text.Encoding.UTF8, "application/json"), stop);
        ((int)opening.StatusCode).ShouldBeGreaterThanOrEqualTo(400);
        (await person.GetAsync("/api/v1/query?measure=encounters&period=2026", stop)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }
}
