using HealthWarehouse.Tests;
using Microsoft.Playwright;

namespace HealthWarehouse.Web.Tests;

/// <summary>
/// Rules of accessibility a page breaks, up to WCAG 2.2 AA and good practice, in the words of axe. Of a long table the first rows are
/// looked at: the rest are like them.
/// </summary>
internal static class Axe
{
    private const string Run = """
        async () => (await axe.run({ exclude: [['tbody tr:nth-child(n+25)']] },
            { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'], resultTypes: ['violations'] }))
            .violations.flatMap(v => v.nodes.slice(0, 3).map(n => v.id + ': ' + n.target.join(' ') + ' – ' + (n.any[0]?.message ?? v.help)))
        """;

    private static readonly Lazy<string> Script =
        new(() => File.ReadAllText(Repo.File("src/HealthWarehouse.Web/Client/node_modules/axe-core/axe.min.js")));

    public static async Task<string[]> Faults(IPage page)
    {
        await page.EvaluateAsync(Script.Value);
        return await page.EvaluateAsync<string[]>(Run);
    }
}
