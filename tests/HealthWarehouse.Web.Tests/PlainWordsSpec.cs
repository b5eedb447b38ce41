using System.Net;
using System.Text.RegularExpressions;
using HealthWarehouse.Catalogue;
using HealthWarehouse.Web.Rooms.Security;

namespace HealthWarehouse.Web.Tests;

/// <summary>No page shows a name of the code, a day as it is stored, or the mark of the hidden for something else.</summary>
public sealed partial class PlainWordsSpec
{
    private static readonly string[] Codes =
    [
        .. AuditWords.Actions.Keys.Concat(AuditWords.Objects.Keys).Where(k => k.Contains('-', StringComparison.Ordinal)),
        .. Gate.Declared.Roles.Select(r => r.Id).Where(r => r.Contains('-', StringComparison.Ordinal)),
        .. new[] { typeof(Right), typeof(DataClass), typeof(LawfulBasis), typeof(Rooms.Accounts.AccountStanding) }
            .SelectMany(Enum.GetNames).Where(n => n is not "None"),
    ];

    [Theory]
    [InlineData("administrator", "/", "/tai-khoan", "/quan-tri/tai-khoan", "/quan-tri/tai-khoan/nguoi", "/quan-tri/ra-soat",
        "/quan-tri/duyet", "/quan-tri/noi-gui", "/quan-tri/noi-gui/his", "/van-hanh/khoa")]
    [InlineData("security-officer", "/", "/tai-khoan", "/bao-mat/nhat-ky", "/bao-mat/bat-thuong", "/bao-mat/nguoi")]
    [InlineData("privacy-officer", "/", "/bao-mat", "/bao-mat/yeu-cau", "/bao-mat/su-co", "/bao-mat/dong-y", "/bao-mat/tiet-lo",
        "/bao-mat/hoat-dong", "/bao-mat/dpia", "/bao-mat/mo-khan", "/bao-mat/huy-khoa", "/quan-tri/duyet", "/bao-mat/nguoi", "/dang-mo")]
    public async Task No_page_of_a_tour_shows_a_name_of_the_code_or_a_day_as_it_is_stored(string role, params string[] pages)
    {
        await using var portal = await TestPortal.Open(("nguoi-xem", role, null), ("quan-tri", "administrator", null),
            ("nguoi", "specialist", "99001"), ("can-bo", "facility-staff", "99001"));
        await portal.House.Senders.Add("his", "Phần mềm của cơ sở", "99001");
        using var admin = await portal.PersonInTwoSteps("quan-tri");
        await admin.Submit("/quan-tri/tai-khoan/nguoi", "/quan-tri/tai-khoan/nguoi/cap-quyen", ("role", "specialist"),
            ("data", "Pseudonymous"),
            ("facilities", "99001"), ("from", "2026-12-01"), ("to", "2027-03-31"), ("reason", "QĐ 5"));
        using var person = await portal.PersonInTwoSteps("nguoi-xem");

        foreach (var page in pages)
        {
            using var answer = await person.GetAsync(page, TestContext.Current.CancellationToken);
            answer.StatusCode.ShouldBe(HttpStatusCode.OK, page);
            var text = Read(await answer.Content.ReadAsStringAsync());
            Codes.Where(code => Regex.IsMatch(text, $@"(?<![\w-]){Regex.Escape(code)}(?![\w-])")).ShouldBeEmpty(page);
            StoredDay().Matches(text).Select(m => m.Value).ShouldBeEmpty(page);
            text.ShouldNotContain("…", customMessage: page);
        }
    }

    /// <summary>What stands on a page to be read: no markup, scripts, or code on purpose.</summary>
    private static string Read(string html) =>
        WebUtility.HtmlDecode(Markup().Replace(Unread().Replace(html, " "), " "));

    [GeneratedRegex("<(script|style|code|svg)\\b.*?</\\1>", RegexOptions.Singleline)] private static partial Regex Unread();
    [GeneratedRegex("<[^>]*>")] private static partial Regex Markup();
    [GeneratedRegex(@"\b20\d\d-\d\d-\d\d\b")] private static partial Regex StoredDay();
}
