using HealthWarehouse.Catalogue;
using HealthWarehouse.Collect;
using HealthWarehouse.Concepts;
using HealthWarehouse.Guard.Audit;
using HealthWarehouse.Loading;
using HealthWarehouse.Web.Accounts;

namespace HealthWarehouse.Web.Rooms.SenderShapes;

/// <summary>A content as it was taken out of what a shape wraps it in.</summary>
internal sealed record SentContent(byte[] Bytes, string? FileName = null, string? Key = null);

/// <summary>What became of a content: the answer to refuse it with, or its receipt and what could be told of it at once.</summary>
internal sealed record Taken(Survey Survey, Receipt? Receipt, string? Refusal, string? Detail)
{
    /// <summary>What the receipt tells beside, behind the words of the answer.</summary>
    public string? Note => Receipt?.Note is { } note ? $" {note}" : null;

    public bool IsDuplicate => Receipt?.Kind is ReceiptKind.Duplicate;

    /// <summary>Findings the shape tells in its answer, of this weight and more.</summary>
    public IEnumerable<SurveyFinding> Told(SenderShape shape, Severity least) =>
        Survey.Findings.Where(f => f.Severity >= least && shape.TellsAtOnce(f.Rule));
}

/// <summary>
/// The one way from a shape to the delivery door: looks at the content, refuses what is not of the sender's facilities, hands over the rest
/// under the shape's name. What is refused is audited; what has a receipt is safe on disk.
/// </summary>
internal sealed class ShapeIntake(CatalogueFiles catalogue, Intake intake, Loader loader, Collect.Senders senders, AuditLog audit,
    TimeProvider clock)
{
    /// <param name="http">The request; its sender is who hands over.</param>
    /// <param name="spoken">The shape.</param>
    /// <param name="contents">What it brought.</param>
    /// <param name="stated">
    /// The facility the request names beside the content, which the content must be of; null when it names none.
    /// </param>
    public async Task<IReadOnlyList<Taken>> Take(HttpContext http, SpokenShape spoken, IReadOnlyList<SentContent> contents,
        string? stated = null)
    {
        var (shape, stop) = (spoken.Shape, http.RequestAborted);
        var sender = await Sender(http);
        var taken = contents.Select(c => Look(c, shape, sender, stated)).ToArray();
        foreach (var refused in taken.Where(t => t.Refusal is not null))
            await audit.Write(new(sender.Code, "refused", "delivery", refused.Detail!, Source: http.Source(),
                Detail: $"{shape.Code}: {(refused.Refusal == "wrong-unit" ? "ORG_MISMATCH" : "MACSKCB_MISMATCH")}"), stop);
        var good = Enumerable.Range(0, taken.Length).Where(i => taken[i].Refusal is null).ToArray();
        if (good.Length == 0) return taken;
        var receipts = await intake.TakeMany([.. good.Select(i =>
            new Incoming(() => new MemoryStream(contents[i].Bytes), Handover(shape, sender, contents[i], taken[i].Survey),
            Episodes: [.. taken[i].Survey.Episodes.Select(e => new WaitingEpisode(e.Facility, e.Episode))]))], shape.MaxBytes, stop);
        for (var i = 0; i < good.Length; i++) taken[good[i]] = taken[good[i]] with { Receipt = receipts[i] };
        return taken;
    }

    /// <summary>Who a request hands over for.</summary>
    public async Task<Sender> Sender(HttpContext http) => (await senders.Find(http.User.SenderCode()!, http.RequestAborted))!;

    private Taken Look(SentContent content, SenderShape shape, Sender sender, string? stated)
    {
        var own = sender.AllowedFacilities;
        using var stream = new MemoryStream(content.Bytes);
        var survey = loader.Survey(catalogue.Usual.Code, stream, own, clock.GetUtcNow());
        if (stated is not null && own?.Contains(stated) is false) return new(survey, null, "wrong-facility", Short(stated));
        if (shape.Answers.ContainsKey("wrong-unit") && survey.Head.Unit is { } unit && unit != sender.Code && own?.Contains(unit) is false)
            return new(survey, null, "wrong-unit", Short(unit));
        var foreign = survey.Facilities.FirstOrDefault(f => own?.Contains(f) is false || (stated is not null && f != stated));
        return foreign is null ? new(survey, null, null, null) : new(survey, null, "wrong-facility", Short(foreign));
    }

    /// <summary>The message's own number, or a key of the request, makes it one message however often it is sent.</summary>
    private static Handover Handover(SenderShape shape, Sender sender, SentContent content, Survey survey) =>
        new(sender.Code, shape.Code, FileName: content.FileName,
            IdempotencyKey: Collect.Handover.Key(survey.Head.Request ?? content.Key) is { } key
            ? $"{shape.Code}:{key}" : null, KeyIsContents: survey.Head.Request is not null);

    private static string Short(string text) => text.Length > 100 ? text[..100] : text;
}
