using HealthWarehouse.Catalogue;
using HealthWarehouse.Concepts;
using HealthWarehouse.Guard;

namespace HealthWarehouse.Tests.Access;

/// <summary>
/// In an emergency one object opens beyond the grants, for a while, with a reason; the data-protection officer knows at once and judges it.
/// </summary>
public sealed class BreakGlassSpec(AccessHouse house) : IClassFixture<AccessHouse>
{
    private const string Reason = "Cấp cứu, cần biết thuốc đang dùng";
    private readonly Desk _desk = house.Desk;

    private static readonly Viewer Officer =
        new("bao-ve", "Cán bộ bảo vệ dữ liệu", "privacy-officer") { Rights = new HashSet<Right> { Right.Privacy } };

    [Fact]
    public async Task It_opens_identity_and_compartments_of_that_object_alone_and_for_its_minutes()
    {
        var an = Desk.Specialist("an");
        await Should.ThrowAsync<RestrictedException>(() => _desk.Name(an, house.Hiv));

        await _desk.Open(an, house.Hiv, "treatment", Reason, breakGlass: true);
        (await _desk.Name(an, house.Hiv)).ShouldBe(AccessHouse.ClearName);
        (await _desk.Name(an, house.First)).ShouldNotBe(AccessHouse.ClearName);
        await Should.ThrowAsync<RestrictedException>(() => _desk.Name(an with { Session = "phien-2" }, house.Hiv));

        house.Clock.Now += TimeSpan.FromMinutes(30);
        await Should.ThrowAsync<RestrictedException>(() => _desk.Name(an, house.Hiv));
        (await _desk.Audit("an")).ShouldBe([
            "read-refused message quality", "break-glass record treatment", "read message-with-identity treatment", "read message quality",
                "read-refused message quality", "read-refused message quality",
        ]);
    }

    [Fact]
    public async Task The_officer_is_told_at_once_and_judges_once_with_a_note()
    {
        var opening = await _desk.Open(Desk.Specialist("binh"), house.Hiv, "treatment", Reason, breakGlass: true);
        (await _desk.Officer.Counts()).Unseen.ShouldBeGreaterThan(0);
        var review = (await _desk.Officer.All()).First(r => r.Id == opening.Id);
        (review.Account, review.Label, review.Reason, review.Verdict).ShouldBe(("binh", "99001/VD00004", Reason, null));

        await _desk.Officer.See(Officer);
        (await _desk.Officer.Counts()).Unseen.ShouldBe(0);
        _desk.Officer.IsOverdue(review).ShouldBeFalse();
        house.Clock.Now += TimeSpan.FromDays(3) + TimeSpan.FromSeconds(1);
        _desk.Officer.IsOverdue(review).ShouldBeTrue();
        (await _desk.Officer.Counts()).Overdue.ShouldBeGreaterThan(0);

        foreach (var (by, verdict, note) in new[] { (Officer, "maybe", "x"), (Officer, BreakGlassReview.Justified, " "),
            (Officer with { Account = "binh" }, BreakGlassReview.Justified, "của tôi") })
            await Should.ThrowAsync<RefusedException>(() => _desk.Officer.Judge(by, opening.Id, verdict, note));
        await _desk.Officer.Judge(Officer, opening.Id, BreakGlassReview.Unjustified, "Không phải cấp cứu");
        await Should.ThrowAsync<RefusedException>(() => _desk.Officer.Judge(Officer, opening.Id, BreakGlassReview.Justified, "Nghĩ lại"));

        var judged = (await _desk.Officer.All()).First(r => r.Id == opening.Id);
        (judged.Verdict, judged.Note, judged.ByAccount).ShouldBe((BreakGlassReview.Unjustified, "Không phải cấp cứu", "bao-ve"));
        (await _desk.Audit("bao-ve")).ShouldBe(["notices-seen privacy-notice -", "break-glass-judge opening -"]);
    }

    [Fact]
    public async Task Without_the_right_the_scope_or_enough_of_a_reason_it_stays_closed()
    {
        var chi = Desk.Specialist("chi");
        await Should.ThrowAsync<RefusedException>(() => _desk.Open(chi, house.Hiv, "treatment", "khẩn", breakGlass: true));
        await Should.ThrowAsync<RefusedException>(() => _desk.Open(chi, house.Hiv, "to-mo", Reason, breakGlass: true));
        foreach (var viewer in new[] { chi with { Rights = chi.Rights.Except([Right.BreakGlass]).ToHashSet() },
            chi with { Facilities = ["99010"] }, chi with { Session = null } })
            await Should.ThrowAsync<NotAllowedException>(() => _desk.Open(viewer, house.Hiv, "treatment", Reason, breakGlass: true));
        (await _desk.Openings.Of("chi")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Without_an_audit_row_the_glass_does_not_break_and_nobody_is_told()
    {
        var before = await _desk.Officer.Counts();
        await _desk.WithoutAudit(() =>
            Should.ThrowAsync<Exception>(() => _desk.Open(Desk.Specialist("dung"), house.Hiv, "treatment", Reason, breakGlass: true)));
        (await _desk.Openings.Of("dung")).ShouldBeEmpty();
        (await _desk.Officer.Counts()).ShouldBe(before);
    }
}
