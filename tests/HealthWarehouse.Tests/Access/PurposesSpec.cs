using HealthWarehouse.Catalogue;
using HealthWarehouse.Concepts;
using HealthWarehouse.Guard;

namespace HealthWarehouse.Tests.Access;

/// <summary>
/// Identity opens for a declared purpose and a limited time, to one account in one session, for one object; the audit row is there first.
/// </summary>
public sealed class PurposesSpec(AccessHouse house) : IClassFixture<AccessHouse>
{
    private readonly Desk _desk = house.Desk;

    [Fact]
    public async Task Identity_is_masked_until_it_is_opened_and_again_when_the_minutes_are_over()
    {
        var an = Desk.Specialist("an");
        (await _desk.Name(an, house.First)).ShouldBe("T**** T** H* C**");

        await _desk.Open(an, house.First);
        (await _desk.Name(an, house.First, "treatment")).ShouldBe(AccessHouse.ClearName);
        house.Clock.Now += TimeSpan.FromMinutes(15) - TimeSpan.FromSeconds(1);
        (await _desk.Name(an, house.First)).ShouldBe(AccessHouse.ClearName);
        house.Clock.Now += TimeSpan.FromSeconds(1);
        (await _desk.Name(an, house.First)).ShouldNotBe(AccessHouse.ClearName);

        // While it holds, a look counts for the purpose it was opened for, whatever the address says.
        (await _desk.Audit("an"))
            .ShouldBe(["read message quality", "identity-open record quality", "read message-with-identity quality",
            "read message-with-identity quality", "read message quality"]);
    }

    [Fact]
    public async Task An_opening_is_for_one_record_account_session_and_role()
    {
        var binh = Desk.Specialist("binh");
        await _desk.Open(binh, house.First);

        (await _desk.Name(binh, house.First)).ShouldBe(AccessHouse.ClearName);
        (await _desk.Name(binh, house.SamePerson)).ShouldNotBe(AccessHouse.ClearName);
        (await _desk.Name(binh with { Session = "phien-2" }, house.First)).ShouldNotBe(AccessHouse.ClearName);
        (await _desk.Name(binh with { Session = null }, house.First)).ShouldNotBe(AccessHouse.ClearName);
        (await _desk.Name(binh with { Role = "steward" }, house.First)).ShouldNotBe(AccessHouse.ClearName);
        (await _desk.Name(Desk.Specialist("chi"), house.First)).ShouldNotBe(AccessHouse.ClearName);
        (await _desk.Name(binh with { Rights = binh.Rights.Except([Right.Identity]).ToHashSet() }, house.First))
            .ShouldNotBe(AccessHouse.ClearName);
    }

    [Fact]
    public async Task A_person_can_be_opened_as_a_whole_and_nobody_else_with_them()
    {
        var dung = Desk.Specialist("dung");
        house.First.PersonKey.ShouldNotBeNull();
        house.SamePerson.PersonKey.ShouldBe(house.First.PersonKey);

        await _desk.Open(dung, house.First, person: true);

        (await _desk.Name(dung, house.First)).ShouldBe(AccessHouse.ClearName);
        (await _desk.Name(dung, house.SamePerson)).ShouldBe(AccessHouse.ClearName);
        (await _desk.Name(dung, house.Other)).ShouldContain("*");
    }

    [Fact]
    public async Task Its_owner_closes_it_before_its_time_and_nobody_else_can()
    {
        var giang = Desk.Specialist("giang");
        var opening = await _desk.Open(giang, house.First);
        (await _desk.Openings.Of("giang")).Select(o => o.Id).ShouldBe([opening.Id]);

        (await _desk.Openings.Close(Desk.Specialist("hoa"), opening.Id)).ShouldBeFalse();
        (await _desk.Name(giang, house.First)).ShouldBe(AccessHouse.ClearName);
        (await _desk.Openings.Close(giang, opening.Id)).ShouldBeTrue();

        (await _desk.Name(giang, house.First)).ShouldNotBe(AccessHouse.ClearName);
        (await _desk.Openings.Of("giang")).ShouldBeEmpty();
        (await _desk.Audit("giang")).ShouldContain("identity-close opening -");
    }

    [Theory]
    [InlineData("to-mo", null)]
    [InlineData("report-check", null)]
    [InlineData("report-check", "  ")]
    [InlineData("inspection", "theo quyết định")]
    public async Task A_purpose_must_be_declared_and_what_it_asks_for_written_down(string purpose, string? reason)
    {
        await Should.ThrowAsync<RefusedException>(() => _desk.Open(Desk.Specialist("khanh"), house.First, purpose, reason));
        (await _desk.Openings.Of("khanh")).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_reason_keeps_no_number_of_the_person()
    {
        var opening = await _desk.Open(Desk.Specialist("lan"), house.First, "inspection",
            "QĐ 12/QĐ-SYT 01/11/2026, người 099190000001, thẻ DN4999912300001, 0990000123");
        opening.Reason.ShouldBe("QĐ 12/QĐ-SYT 01/11/2026, người 099******001, thẻ DN4*********001, *******123");
        (await house.Test.House.Operations.QueryText<string>("select detail from audit where account = 'lan'"))[0]
            .ShouldNotContain("099190000001");
    }

    [Fact]
    public async Task Without_an_audit_row_nothing_is_opened_and_nothing_shown()
    {
        var (minh, nam) = (Desk.Specialist("minh"), Desk.Specialist("nam"));
        await _desk.Open(nam, house.First);
        await _desk.WithoutAudit(async () =>
        {
            await Should.ThrowAsync<Exception>(() => _desk.Open(minh, house.First));
            await Should.ThrowAsync<Exception>(() => _desk.Name(nam, house.First));
        });
        (await _desk.Openings.Of("minh")).ShouldBeEmpty();
        (await _desk.Name(minh, house.First)).ShouldNotBe(AccessHouse.ClearName);
    }

    [Fact]
    public async Task Who_may_not_is_refused_and_the_refusal_noted()
    {
        var oanh = Desk.Specialist("oanh");
        foreach (var viewer in new[]
        {
            oanh with { Rights = new HashSet<Right> { Right.Records } },
                oanh with { Rights = new HashSet<Right> { Right.Records }, Withheld = new HashSet<Right> { Right.Identity } },
            oanh with { Facilities = ["99010"] }, oanh with { Communes = ["99999"] }, oanh with { Session = null },
        })
            await Should.ThrowAsync<NotAllowedException>(() => _desk.Open(viewer, house.First));
        await Should.ThrowAsync<RestrictedException>(() => _desk.Open(oanh, house.Hiv));
        (await _desk.Audit("oanh")).ShouldBe(Enumerable.Repeat("identity-refused message quality", 6));
    }
}
