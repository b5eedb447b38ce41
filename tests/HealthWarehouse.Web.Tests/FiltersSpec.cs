using System.Text.RegularExpressions;
using HealthWarehouse.Collect;
using HealthWarehouse.Tests;
using HealthWarehouse.Web.Shared;

namespace HealthWarehouse.Web.Tests;

/// <summary>Filters look and work the same on every page: one row of chips; on a phone one button says the choice and opens it.</summary>
public partial class FiltersSpec(Browser browser) : IClassFixture<Browser>
{
    /// <summary>Forms that ask but filter nothing: a purpose, a day within a card, a question to the audit, a search.</summary>
    private static readonly string[] Others =
        ["FilterChips.razor", "Frame.razor", "SearchPage.razor", "RecordPage.razor", "AccountPage.razor", "IncidentPage.razor"];

    [Fact]
    public void Every_page_with_filters_has_the_one_component() =>
        Directory.EnumerateFiles(Repo.File("src/HealthWarehouse.Web"), "*.razor", SearchOption.AllDirectories)
            .Where(f => AsksByAddress().IsMatch(File.ReadAllText(f))).Select(f => Path.GetFileName(f)!).Except(Others).ShouldBeEmpty();

    [Fact]
    public void The_sentence_says_all_that_is_chosen_and_else_what_is_seen()
    {
        (string, string)[] states = [("a", "Đang chờ nạp"), ("b", "Đã nạp")];
        FilterWords.Of("Mọi lần gửi", null, FilterWords.Chosen("", states)).ShouldBe("Mọi lần gửi");
        FilterWords.Of("Mọi lần gửi", "BVĐK tỉnh", FilterWords.Chosen("a", states), FilterWords.Between(new(2026, 11, 1), null))
            .ShouldBe("BVĐK tỉnh, đang chờ nạp, từ 01/11/2026");
        FilterWords.Of("Mọi lần gửi", "Đã nạp", "Phường Ngọc Trà").ShouldBe("Đã nạp, Phường Ngọc Trà", "a name keeps its capitals");
        FilterWords.Chosen("lạ", states).ShouldBe("lạ", "what is in the address is said, known or not");
    }

    [Fact]
    public async Task On_a_phone_the_button_says_the_choice_and_opens_the_fields_without_script_too()
    {
        await using var portal = await TestPortal.OpenWithMimic(("quan-tri", "steward", null));
        var page = await browser.SignIn(portal, "quan-tri", 360, scripts: false);
        foreach (var (path, words, field) in new[]
        {
            ("/tiep-nhan?state=Loaded", DeliveryState.Name(DeliveryState.Loaded), "#state"), ("/danh-muc/icd10?q=lao", "Lao", "#q"),
            ("/chat-luong?facility=99001&from=2026-01-01&to=2026-12-31", "Bệnh viện Đa khoa tỉnh An Bình, từ 01/01/2026 đến 31/12/2026",
                "#facility"),
        })
        {
            await page.GotoAsync(path);
            var button = page.Locator(".filters-fold summary");
            (await button.InnerTextAsync()).Trim().ShouldBe(words);
            (await page.Locator(field).IsVisibleAsync()).ShouldBeFalse();
            await button.ClickAsync();
            (await page.Locator(field).IsVisibleAsync()).ShouldBeTrue();
            (await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth")).ShouldBeTrue(path);
        }
    }

    [GeneratedRegex("<form[^>]*method=\"get\"")] private static partial Regex AsksByAddress();
}
