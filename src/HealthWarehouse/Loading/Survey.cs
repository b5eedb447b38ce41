using HealthWarehouse.Catalogue;
using HealthWarehouse.Collect.Formats;
using HealthWarehouse.Collect.Xml;
using HealthWarehouse.Concepts;
using HealthWarehouse.Standardise;

namespace HealthWarehouse.Loading;

/// <summary>
/// What can be told of a content at once, before it is loaded: whether it can be read, of which unit and episodes it is, and what the
/// reader and the binder say of it. Nothing is kept; the checks of the warehouse come later.
/// </summary>
public sealed record Survey(string? Broken, SourceHead Head, int Records, IReadOnlyList<SurveyedEpisode> Episodes,
    IReadOnlyList<SurveyFinding> Findings)
{
    /// <summary>Every unit the content says it is of: that of its head and those of its records.</summary>
    public IEnumerable<string> Facilities => Episodes.Select(e => e.Facility).Append(Head.FacilityCode).OfType<string>().Distinct();
}

public sealed record SurveyedEpisode(string Facility, string Episode);

/// <summary>A finding, by the number of its record; 0 is the file as a whole.</summary>
public sealed record SurveyFinding(int Record, string? Table, int? Row, string? Field, string Rule, Severity Severity, string Message);

/// <summary>Reads a content as loading does, into memory that is given back.</summary>
internal sealed class Surveyor(Workshop workshop, Contract contract)
{
    private const int MostFindings = 1000, SliceBytes = 1 << 20;

    /// <summary>An answer is waited for: a content that unpacks to more than this is not read to its end here.</summary>
    private static readonly XmlLimits Limits = XmlLimits.Default with { MaxUnpacked = 256 << 20 };

    private readonly List<SurveyedEpisode> _episodes = [];
    private readonly List<SurveyFinding> _findings = [];

    public Survey Read(Stream content, BindingContext context)
    {
        var reader = contract.Reader(Limits);
        foreach (var group in reader.Read(content, SliceBytes))
            using (group) Bind(group, context);
        if (reader.Broken is null && reader.Records == 0) Tell("R01-no-record", null, null);
        else if (reader.Broken is null && reader.Miscount is { } miscount)
            Tell("R01-count-differs", miscount.Found.ToString(CultureInfo.InvariantCulture), miscount.Declared);
        if (reader.Broken is null)
            foreach (var note in reader.Notes) Tell(note.Rule, note.Value, note.Limit);
        return new(reader.Broken?.ToString(), reader.Head, reader.Records, _episodes, _findings);
    }

    private void Bind(RecordGroup group, BindingContext context)
    {
        var (set, binder) = (workshop.Set(), workshop.Binder(contract.Code));
        foreach (var record in group.Unpack()) binder.Bind(record, context, set);
        binder.Close(context, set);
        workshop.Return(binder);
        for (var i = 0; i < set.Records.Rows; i++)
            if (set.Records.Text("facility_code", i) is { } facility && set.Records.Text("episode_code", i) is { } episode)
                _episodes.Add(new(facility, episode));
        for (var i = 0; i < set.Findings.Rows && _findings.Count < MostFindings; i++) _findings.Add(Finding(set.Findings, i));
        workshop.Return(set);
    }

    private static SurveyFinding Finding(Store.Batches.ColumnBatch rows, int i)
    {
        var (record, row) = (rows.Column("record_key"), rows.Column("row_no"));
        return new(record.IsNull(i) ? 0 : RecordBinder.NumberOf(record[i]), rows.Text("table_name", i), row.IsNull(i) ? null : (int)row[i],
            rows.Text("field", i), rows.Text("rule", i)!, (Severity)rows.Column("severity")[i], rows.Text("message", i)!);
    }

    private void Tell(string rule, string? value, string? limit)
    {
        var check = workshop.Catalogue.CheckById(rule);
        _findings.Add(new(0, null, null, null, rule, check.Severity,
            FindingWriter.Message(check.Message, new(rule, null, null, null, value, limit, null))));
    }
}
