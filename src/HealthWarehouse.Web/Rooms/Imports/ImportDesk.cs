using System.Text;
using HealthWarehouse.Catalogue;
using HealthWarehouse.Collect;
using HealthWarehouse.Collect.Formats;
using HealthWarehouse.Concepts;
using HealthWarehouse.Loading;
using HealthWarehouse.Operate;
using HealthWarehouse.Sheets;

namespace HealthWarehouse.Web.Rooms.Imports;

/// <summary>
/// What is said of the columns when a file is handed in: every column by its words, so that the file is read so for good; the words of
/// those not answered, a field that two columns fill, and needed fields that lost their column.
/// </summary>
internal sealed record ColumnChoices(SheetMapping Mapping, IReadOnlyList<string> Open, string? Twice, IReadOnlyList<string> MissingKeys);

/// <summary>A row of the preview: its line in the file, its values as they would be kept, and what is found in which field.</summary>
internal sealed record PreviewRow(int Line, IReadOnlyDictionary<string, string> Values, ILookup<string, SurveyFinding> Findings);

/// <summary>The work of the wizard: looks into a held file, reads it as it would be loaded, hands it in.</summary>
internal sealed class ImportDesk(House house, HeldFiles held, ContractDoor door)
{
    /// <summary>Said of a column that is asked about and not answered.</summary>
    public const string Unanswered = "?";
    private const int RowsShown = 12, RowsLookedAt = 20_000;

    private CatalogueFiles Catalogue => house.Catalogue;

    /// <summary>Contracts whose files are tables, which a sender may hand in by.</summary>
    public async Task<IReadOnlyList<Contract>> Contracts(string sender, CancellationToken stop)
    {
        var from = await house.Senders.Find(sender, stop);
        return [.. Catalogue.Contracts.Values.Where(c => c.Format is ContractFormat.Sheet
            && from is not null && ContractDoor.Refusal(c, from) is null)];
    }

    /// <summary>
    /// Holds a file for the steps to come. Its contract is the one said, else that whose words most of its columns have; headings that were
    /// read before are read the same way.
    /// </summary>
    public async Task<HeldFile> Hold(Stream content, string fileName, string? contract, string sender, string account,
        CancellationToken stop)
    {
        var may = await Contracts(sender, stop);
        if (!string.IsNullOrEmpty(contract)) may = [(await door.Open(contract, sender, stop)).Contract];
        if (may.Any(c => c.Format is not ContractFormat.Sheet)) throw new RefusedException("Nguồn này không nhận bảng tính.");
        var staged = await house.Intake.Stage(content, HeldFiles.Largest, stop);
        try
        {
            var (chosen, match) = Guess(may, () => house.Archive.Open(staged));
            var known = await house.Layouts.Find(sender, chosen.Code, match.Digest, stop);
            var seed = known ?? await house.Layouts.Last(sender, chosen.Code, stop);
            var file = new HeldFile(Guid.CreateVersion7(), account, sender, fileName, chosen.Code, staged, house.Clock.GetUtcNow())
            {
                Mapping = seed?.Said, UsedAt = known?.MadeAt,
            };
            held.Add(file);
            return file;
        }
        catch
        {
            await staged.DisposeAsync();
            throw;
        }
    }

    private static (Contract, LayoutMatch) Guess(IReadOnlyList<Contract> contracts, Func<Stream> open)
    {
        var matches = new List<(Contract Contract, LayoutMatch Match)>();
        SheetException? refused = null;
        foreach (var contract in contracts)
            try
            {
                using var content = open();
                matches.Add((contract, LayoutMatch.Of(contract, content)));
            }
            catch (SheetException e)
            {
                refused = e;
            }
        if (matches.Count > 0)
            return matches.OrderBy(m => m.Match.MissingKeys.Count)
                .ThenByDescending(m => m.Match.Columns.Count(c => c.Field is not null)).First();
        throw contracts.Count == 1 && refused is not null ? refused
            : new RefusedException(refused is null ? "Chưa có nguồn nào nhận bảng tính mà bạn được gửi."
                : $"{refused.Message.TrimEnd('.')}. Nếu tệp đúng là bảng tính, hãy chọn nguồn dữ liệu của nó.");
    }

    public LayoutMatch Match(HeldFile file)
    {
        using var content = house.Archive.Open(file.Content);
        return LayoutMatch.Of(Catalogue.ContractOf(file.Contract), content, file.Mapping);
    }

    /// <summary>What the answers of the page say of the columns.</summary>
    public static ColumnChoices Choose(LayoutMatch match, SheetMapping? before, Func<MatchedColumn, string?> answer)
    {
        var said = match.Columns.Select(c => (Column: c, Answer: answer(c) ?? Unanswered)).ToArray();
        var fields = said.Where(s => s.Answer is not (Unanswered or "")).ToArray();
        return new(new(said.ToDictionary(s => s.Column.Words, s => s.Answer is "" or Unanswered ? null : s.Answer), before?.Sheet,
                before?.Line),
            [.. said.Where(s => s.Answer == Unanswered).Select(s => s.Column.Words)],
            fields.GroupBy(f => f.Answer).FirstOrDefault(g => g.Count() > 1)?.Key,
            [.. match.MissingKeys.Concat(match.Columns.Select(c => c.Field).OfType<Field>()).Where(f => f.Required).Select(f => f.From)
                .Distinct().Except(fields.Select(f => f.Answer))]);
    }

    /// <summary>The answer a column has so far: its field, nothing, or none yet where it is to be asked.</summary>
    public static string Answer(MatchedColumn column) => column.Match.IsIgnored ? ""
        : column.Field is { } field ? field.From : column.IsDoubtful ? Unanswered : "";

    public async Task<(Survey Survey, Comparison? Comparison, IReadOnlyList<PreviewRow> Rows)> Look(HeldFile file,
        CancellationToken stop)
    {
        var contract = Catalogue.ContractOf(file.Contract);
        var sender = (await house.Senders.Find(file.Sender, stop))!;
        using var content = house.Archive.Open(file.Content);
        var survey = house.Loader.Survey(file.Contract, content, sender.AllowedFacilities, house.Clock.GetUtcNow(), file.Mapping);
        return survey.Broken is not null ? (survey, null, [])
            : (survey, await house.Loader.Compare(file.Contract, survey, file.Sender, stop), Rows(contract, file, survey));
    }

    /// <summary>The first rows that have findings, else the first.</summary>
    private List<PreviewRow> Rows(Contract contract, HeldFile file, Survey survey)
    {
        var findings = survey.Findings.Where(f => f.Record > 0 && f.Severity >= Severity.Warning).ToLookup(f => f.Record);
        var wanted = findings.Select(f => f.Key).Take(RowsShown).ToHashSet();
        var (rows, looked) = (new List<PreviewRow>(), 0);
        using var content = house.Archive.Open(file.Content);
        foreach (var record in contract.Reader(mapping: file.Mapping).ReadRecords(content, 1 << 20))
        {
            if (++looked > RowsLookedAt || rows.Count == RowsShown) break;
            if (!wanted.Contains(record.Number) && RowsShown - rows.Count <= wanted.Count(w => w > record.Number)) continue;
            if (record.Tables is not [{ Rows: [var row, ..] } table, ..]) continue;
            var values = new Dictionary<string, string>();
            foreach (var cell in table.Cells(row))
                values.TryAdd(Encoding.UTF8.GetString(table.Name(cell)), Encoding.UTF8.GetString(table.Value(cell)));
            rows.Add(new((int)record.Offset, values, findings[record.Number].ToLookup(f => f.Field ?? "")));
        }
        return rows;
    }

    /// <summary>Hands the file in, a delivery like any other, and keeps how its columns are read.</summary>
    public async Task<Receipt> Send(HeldFile file, CancellationToken stop)
    {
        var (contract, sender) = await door.Open(file.Contract, file.Sender, stop);
        var match = Match(file);
        var choices = Choose(match, file.Mapping, Answer);
        if (choices.Open.Count > 0 || choices.MissingKeys.Count > 0)
            throw new RefusedException("Còn cột chưa chọn. Hãy quay lại ghép cột.");
        var layout = await house.Layouts.Keep(sender.Code, contract.Code, match, choices.Mapping, file.Account, stop);
        var receipts = await house.Intake.TakeStaged([new(file.Content,
            new(sender.Code, "portal", contract.Code, FileName: file.FileName, Layout: layout))], stop);
        await held.Drop(file);
        return receipts[0];
    }
}
