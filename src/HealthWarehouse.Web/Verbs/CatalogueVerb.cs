using System.CommandLine;
using System.Net.Http.Json;
using HealthWarehouse.Guard;
using HealthWarehouse.Operate.Lists;

namespace HealthWarehouse.Web.Verbs;

/// <summary>khoyte catalogue import FILE…: official lists into the house, compared first with the lists as they stand.</summary>
internal static class CatalogueVerb
{
    public static Command Command()
    {
        var files = new Argument<string[]>("FILE") { Description = "Tệp danh mục chính thức: CSV, JSON hoặc XLSX",
            Arity = ArgumentArity.OneOrMore };
        var list = new Option<string?>("--list") { Description = "Danh mục muốn nhập; bỏ trống để tự nhận theo tệp" };
        var from = new Option<DateOnly?>("--from") { Description = "Ngày đầu của lần ban hành này (yyyy-MM-dd)" };
        var dry = new Option<bool>("--dry-run") { Description = "Chỉ xem sẽ thay đổi gì" };
        var data = Cli.Data();
        var import = new Command("import", "Nhập danh mục chính thức") { files, list, from, dry, data };
        import.Runs((parsed, stop) =>
        {
            var requests = parsed.GetValue(files)!.Select(f =>
                (Path: f, Request: new ListImportRequest(Path.GetFileName(f), parsed.GetValue(list), parsed.GetValue(dry),
                parsed.GetValue(from)))).ToArray();
            return Cli.WithHouse(parsed.GetValue(data), house => Each(requests, async r =>
            {
                await using var content = File.OpenRead(r.Path);
                var result = await house.Lists.Run(content, r.Request, Viewer.House,
                    new Progress<Catalogue.Imports.ListImportProgress>(p => Cli.Progress($"{p.Step}: {p.Rows:N0} dòng")), stop);
                Cli.EndProgress();
                return result;
            }), client => Each(requests, r => There(client, r.Path, r.Request, stop)), stop);
        });
        return new Command("catalogue", "Danh mục mã") { import };
    }

    private static async Task<ListImportResult> There(HttpClient client, string path, ListImportRequest request, CancellationToken stop)
    {
        using var content = new StreamContent(File.OpenRead(path));
        content.Headers.ContentType = new("application/octet-stream");
        using var answer = await client.PostAsync(string.Create(CultureInfo.InvariantCulture,
            $"api/v1/catalogue/imports?fileName={Uri.EscapeDataString(request.FileName)}&list={Uri.EscapeDataString(request.List ?? "")}" +
            $"&dryRun={request.DryRun}&validFrom={request.ValidFrom:yyyy-MM-dd}"), content, stop);
        await Cli.Must(answer, stop);
        return (await answer.Content.ReadFromJsonAsync<ListImportResult>(stop))!;
    }

    private static async Task<int> Each(IReadOnlyList<(string Path, ListImportRequest Request)> requests,
        Func<(string Path, ListImportRequest Request), Task<ListImportResult>> import)
    {
        Console.WriteLine("file\tlist\tread\tadded\tchanged\tclosed\tremoved\tunchanged\tset_aside\tcodes");
        var wrong = 0;
        foreach (var request in requests)
        {
            var result = await import(request);
            foreach (var l in result.Lists)
                Console.WriteLine(string.Join('\t', request.Path, l.List, l.Read, l.Added, l.Changed, l.Closed, l.Removed, l.Unchanged,
                    l.SetAside, l.CodesAfter));
            foreach (var f in result.Findings)
                Console.Error.WriteLine($"{request.Path}{(f.Line is { } line ? $" dòng {line}" : "")}: {f.Reason}: {f.What}. {f.Fix}");
            foreach (var c in result.Counts.Where(c => c.Count > result.Findings.Count(f => (f.Kind, f.Reason) == (c.Kind, c.Reason))))
                Console.Error.WriteLine($"{request.Path}: {c.Reason}: {c.Count} dòng");
            foreach (var warning in result.Warnings) Console.Error.WriteLine($"{request.Path}: {warning}");
            foreach (var done in result.Completed)
                Console.Error.WriteLine($"{request.Path}: danh mục {done} nay đã đủ; từ nay mã lạ là lỗi.");
            if (result.Refusal is null && result.Lists.All(l => l.SetAside == 0)) continue;
            wrong++;
            if (result.Refusal is not { } refusal) continue;
            Console.Error.WriteLine($"{request.Path}: {refusal}");
        }
        return wrong == 0 ? 0 : 3;
    }
}
