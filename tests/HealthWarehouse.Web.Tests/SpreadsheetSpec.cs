using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using System.Text.RegularExpressions;
using HealthWarehouse.Guard;
using HealthWarehouse.Web.Sheets;
using MiniExcelLibs;

namespace HealthWarehouse.Web.Tests;

/// <summary>
/// A spreadsheet people have, LibreOffice, reads what we give out: the same numbers and names, none of them turned into something else.
/// </summary>
public class SpreadsheetSpec
{
    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_stock_spreadsheet_reads_our_files()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/soffice"), "Không có LibreOffice: chạy ./do test, nó cài giúp.");
        await using var portal = await TestPortal.OpenWithMimic(("chuyen-vien", "specialist", null));
        await portal.OpenAllTo("chuyen-vien");
        using var person = await portal.Person("chuyen-vien");
        var folder = Directory.CreateTempSubdirectory("khoyte-sheet-").FullName;
        const string question = "/api/v1/query?measure=inpatient_cases,hospital_amount&by=facility&period=2026";
        await Save($"{question}&format=xlsx", "hoi.xlsx");
        await Save($"{question}&format=csv", "bang.csv");
        await Save("/api/v1/reports/b14?period=2026&format=xlsx", "bieu.xlsx");

        await Save("/api/v1/query?measure=encounters&by=age_band&where=sex=1;2&period=2026&format=xlsx", "tuoi.xlsx");

        await Convert("csv:Text - txt - csv (StarCalc):44,34,76,1,,0,true,false,false", "hoi.xlsx", "bieu.xlsx");
        await Convert("fods", "tuoi.xlsx");
        await Convert("xlsx", "bang.csv");

        var query = await Lines("hoi.csv");
        query[0].ShouldContain("; ");
        query.ShouldContain(l => l.StartsWith("Năm 2026 · Toàn tỉnh", StringComparison.Ordinal));
        var head = Array.IndexOf(query, "facility,facility_name,inpatient_cases,hospital_amount");
        query[head - 1].ShouldStartWith("Mã cơ sở,Cơ sở,");
        query.Skip(head + 1).Sum(l => decimal.Parse(l.Split(',')[^2], CultureInfo.InvariantCulture)).ShouldBe(31);
        query.ShouldContain(l => l.StartsWith("99001,Bệnh viện Đa khoa tỉnh An Bình,", StringComparison.Ordinal));
        (await Lines("bieu.csv")).Single(l => l.StartsWith(",Tổng số,", StringComparison.Ordinal)).Split(',')[9].ShouldBe("31");
        var ages = await File.ReadAllTextAsync(Path.Combine(folder, "out", "tuoi.fods"), Stop);
        ages.ShouldContain("Giới tính: Nam, Nữ");
        Regex.IsMatch(ages,
            "office:value-type=\"string\"[^>]*>\\s*<text:p>50-59</text:p>").ShouldBeTrue("nhóm tuổi là chữ, không phải ngày");
        Regex.Matches(ages, "office:value-type=\"float\" office:value=\"(\\d+)\"").Sum(m => int.Parse(m.Groups[1].Value,
            CultureInfo.InvariantCulture)).ShouldBe(34, "số ca là số");
        foreach (var counts in new[] { "bieu.xlsx", "tuoi.xlsx" })
        {
            var sheet = await Sheet(counts);
            sheet.ShouldContain($" s=\"{SheetStyles.Of(SheetLook.Body, SheetKind.Whole)}\"><v>", customMessage: "số đếm là số nguyên");
            sheet.ShouldNotContain($" s=\"{SheetStyles.Of(SheetLook.Body, SheetKind.Broken)}\"");
        }
        MiniExcel.Query(Path.Combine(folder, "out", "bang.xlsx"), useHeaderRow: true).Select(r => (IDictionary<string, object>)r)
            .Sum(r => System.Convert.ToDecimal(r["inpatient_cases"], CultureInfo.InvariantCulture)).ShouldBe(31);
        Directory.Delete(folder, recursive: true);

        async Task<string[]> Lines(string name) => (await File.ReadAllTextAsync(Path.Combine(folder, "out", name), Stop))
            .Replace("\"", "", StringComparison.Ordinal).Split('\n', StringSplitOptions.RemoveEmptyEntries);

        async Task<string> Sheet(string name)
        {
            using var zip = await ZipFile.OpenReadAsync(Path.Combine(folder, name), Stop);
            using var reader = new StreamReader(await zip.GetEntry("xl/worksheets/sheet1.xml")!.OpenAsync(Stop));
            return await reader.ReadToEndAsync(Stop);
        }

        async Task Save(string path, string name) =>
            await File.WriteAllBytesAsync(Path.Combine(folder, name), await person.GetByteArrayAsync(path, Stop), Stop);

        async Task Convert(string to, params string[] names)
        {
            using var office = Process.Start(new ProcessStartInfo("/usr/bin/soffice",
                ["--headless", $"-env:UserInstallation=file://{folder}/profile", "--convert-to", to, "--outdir",
                Path.Combine(folder, "out"), .. names.Select(n => Path.Combine(folder, n))]) { RedirectStandardOutput = true,
                RedirectStandardError = true })!;
            await office.WaitForExitAsync(Stop);
            office.ExitCode.ShouldBe(0);
        }
    }
}
