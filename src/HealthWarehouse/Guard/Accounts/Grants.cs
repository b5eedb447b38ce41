using System.Collections.Concurrent;
using HealthWarehouse.Catalogue;
using HealthWarehouse.Concepts;
using HealthWarehouse.Guard.Audit;
using HealthWarehouse.Store;

namespace HealthWarehouse.Guard.Accounts;

/// <summary>Grants of accounts, and the viewer somebody is today. Every change is audited first.</summary>
public sealed class Grants(CatalogueFiles catalogue, Operations operations, AuditLog audit, TimeProvider clock)
{
    private readonly ConcurrentDictionary<string, (long At, IReadOnlyList<Grant> Grants)> _known = new(StringComparer.OrdinalIgnoreCase);
    private const long KnownFor = 10_000;

    /// <summary>All grants of an account, past ones too, newest first.</summary>
    public async Task<IReadOnlyList<Grant>> Of(string account, CancellationToken stop = default)
    {
        if (_known.TryGetValue(account, out var known) && Environment.TickCount64 - known.At < KnownFor) return known.Grants;
        return await Fresh(account, stop);
    }

    /// <summary>The same as they stand in the book this moment, whatever another node gave or ended meanwhile.</summary>
    public async Task<IReadOnlyList<Grant>> Fresh(string account, CancellationToken stop = default)
    {
        var grants = await operations.Query<Grant>("ask/account/grants", new { account }, stop);
        _known[account] = (Environment.TickCount64, grants);
        return grants;
    }

    public async Task<IReadOnlyList<Grant>> Today(string account, CancellationToken stop = default) =>
        [.. (await Of(account, stop)).Where(g => g.HoldsOn(Day))];

    /// <summary>Grants that hold today or will hold.</summary>
    public async Task<IReadOnlyList<Grant>> FromToday(string account, CancellationToken stop = default) =>
        [.. (await Of(account, stop)).Where(g => g.ValidTo is null || string.CompareOrdinal(Text(Day), g.ValidTo) <= 0)];

    /// <summary>
    /// Whether somebody holds, or will hold, what one person alone may not give: then what opens the account is not for one person alone
    /// either.
    /// </summary>
    public async Task<bool> HasPower(string account, CancellationToken stop = default) => (await FromToday(account, stop)).Any(IsPower);

    /// <summary>The same by the book of this moment: for who is about to open the account.</summary>
    public async Task<bool> HasPowerNow(string account, CancellationToken stop = default)
    {
        await Fresh(account, stop);
        return await HasPower(account, stop);
    }

    public bool IsPower(Grant grant) =>
        catalogue.Access.NeedsTwoPeople(grant.Role, grant.Class, Grant.Items(grant.Compartments) is { Count: > 0 });

    /// <summary>
    /// Gives a right that one person may give; the house may give any, to its own first accounts. Throws a RefusedException with words for
    /// the asker when it is more than that, or than the role allows.
    /// </summary>
    public async Task<Grant> Give(GrantRequest asked, Viewer by, CancellationToken stop = default)
    {
        var grant = await Draft(asked, by, stop);
        return IsPower(grant) && !IsHouse(by)
            ? throw new RefusedException("Quyền này phải do một người khác duyệt.") : await Keep(grant, by, stop);
    }

    /// <summary>
    /// Gives a right that was asked by one and approved by another, neither of them the one who gets it, under the id the approval stands
    /// for.
    /// </summary>
    public async Task<Grant> GiveApproved(GrantRequest asked, Viewer by, Viewer approvedBy, string id, CancellationToken stop = default)
    {
        if (IsOwn(asked.Account, approvedBy) || (IsOwn(by.Account, approvedBy) && !IsHouse(by)))
            throw new RefusedException("Quyền này phải do một người khác duyệt.");
        return await Keep(await Draft(asked, by, stop) with { Id = id, ApprovedBy = approvedBy.Account }, by, stop);
    }

    private static bool IsHouse(Viewer by) => by.Role == Viewer.House.Role;

    private async Task<Grant> Keep(Grant grant, Viewer by, CancellationToken stop)
    {
        var approved = grant.ApprovedBy is null ? "" : $"; duyệt: {grant.ApprovedBy}";
        await audit.Write(new(by.Account, "grant-give", "account", grant.Account, Source: by.Source, Detail: $"{grant.Role}; " +
            $"{grant.Data}; {grant.Facilities ?? "*"}; {grant.Units ?? "*"}; {grant.Compartments ?? "-"}; {grant.Fields ?? "*"}; " +
            $"{grant.ValidFrom}–{grant.ValidTo}{approved}"), stop);
        await operations.Write(change => change.Execute("ask/account/give", new
        {
            grant.Id, grant.Account, grant.Role, grant.Facilities, grant.Units, grant.Data, grant.Compartments, grant.Fields,
                grant.ValidFrom, grant.ValidTo, grant.GrantedBy, grant.GrantedAt, grant.Reason, grant.ApprovedBy,
        }), stop);
        _known.TryRemove(grant.Account, out _);
        return grant;
    }

    /// <summary>The grant somebody asks for, as it would be given. Throws a RefusedException with words for the asker.</summary>
    public async Task<Grant> Draft(GrantRequest asked, Viewer by, CancellationToken stop = default)
    {
        if (string.IsNullOrWhiteSpace(asked.Role)) throw new FieldException("role", "Hãy chọn vai trò.");
        var role = catalogue.Access.Role(asked.Role) ?? throw new FieldException("role", $"Không có vai trò '{asked.Role}'.");
        var data = asked.Data ?? role.Default;
        if (data > role.Data) throw new FieldException("data", $"Vai trò {role.Name} không được cấp lớp dữ liệu này.");
        if (role.Holder is RoleHolder.System != IsSystem(asked.Account))
            throw new FieldException("role",
                $"Vai trò {role.Name} chỉ dành cho {(role.Holder is RoleHolder.System ? "hệ thống" : "người dùng")}.");
        if (string.IsNullOrWhiteSpace(asked.Reason))
            throw new FieldException("reason", "Hãy ghi lý do cấp quyền (số văn bản, quyết định phân công).");
        if (asked.To < (asked.From ?? Day)) throw new FieldException("to", "Ngày kết thúc phải sau ngày bắt đầu.");
        if (IsOwn(asked.Account, by)) throw new RefusedException(NotOwn);
        Apart(asked, role, data, [.. (await Of(asked.Account, stop)).Where(g => Meets(g, asked))]);
        if (Grant.Items(asked.Fields)?.FirstOrDefault(f => catalogue.Access.Fields.All(k => k.Id != f)) is { } stray)
            throw new FieldException("fields", $"Không có lĩnh vực '{stray}'.");
        foreach (var facility in Grant.Items(asked.Facilities) ?? [])
            if (catalogue.Lists["facility"].Entries.All(e => e.Code != facility))
                throw new FieldException("facilities", $"Không có cơ sở '{facility}' trong danh mục.");
        if (role.AtFacility && Grant.Items(asked.Facilities) is not { Count: > 0 } && !IsHouse(by))
            throw new FieldException("facilities", $"Vai trò {role.Name} chỉ cấp cho cơ sở có tên: hãy chọn cơ sở.");
        if (Grant.Items(asked.Compartments)?.FirstOrDefault(c => catalogue.Compartments.Find(c) is null) is { } unknown)
            throw new RefusedException($"Không có ngăn hạn chế '{unknown}' trong danh mục.");
        if (Grant.Items(asked.Compartments) is { Count: > 0 } && data < DataClass.Pseudonymous)
            throw new RefusedException("Ngăn hạn chế chỉ cấp cùng quyền xem hồ sơ.");
        return new()
        {
            Id = Guid.CreateVersion7().ToString(), Account = asked.Account, Role = role.Id, Facilities = Blank(asked.Facilities),
                Units = Blank(asked.Units), Data = data.ToString(), Compartments = Blank(asked.Compartments), Fields = Blank(asked.Fields),
            ValidFrom = Text(asked.From ?? Day), ValidTo = asked.To is { } to ? Text(to) : null, GrantedBy = by.Account,
                GrantedAt = clock.GetUtcNow().UtcDateTime.ToString("s", CultureInfo.InvariantCulture), Reason = asked.Reason.Trim(),
        };
    }

    /// <summary>Separation of duties (A2): a role that is held alone meets no other on one day; and a grant is not given twice.</summary>
    private void Apart(GrantRequest asked, RoleCard role, DataClass data, IReadOnlyList<Grant> there)
    {
        if (there.FirstOrDefault(g => g.Role != role.Id && (role.Alone || catalogue.Access.Role(g.Role)?.Alone is true)) is { } other)
            throw new FieldException("role", $"{role.Name} và {catalogue.Access.Role(other.Role)?.Name ?? other.Role} không được giao " +
                "cho cùng một tài khoản trong cùng thời gian (tách nhiệm vụ).");
        if (there.Any(g => g.Role == role.Id && g.Class == data && g.Facilities == Blank(asked.Facilities) && g.Units == Blank(asked.Units)
            && g.Compartments == Blank(asked.Compartments) && g.Fields == Blank(asked.Fields)))
            throw new FieldException("role", "Quyền này đang có rồi, trong cùng phạm vi.");
    }

    private bool Meets(Grant grant, GrantRequest asked) =>
        (grant.ValidTo is null || string.CompareOrdinal(Text(asked.From ?? Day), grant.ValidTo) <= 0)
            && (asked.To is not { } to || string.CompareOrdinal(grant.ValidFrom, Text(to)) <= 0);

    /// <summary>Ends a grant with yesterday, so that it holds no more from this moment.</summary>
    public async Task End(string account, string id, Viewer by, CancellationToken stop = default)
    {
        if (IsOwn(account, by)) throw new RefusedException(NotOwn);
        await audit.Write(new(by.Account, "grant-end", "account", account, Source: by.Source, Detail: id), stop);
        await operations.Write(change => change.Execute("ask/account/end", new { account, id, day = Text(Day.AddDays(-1)) }), stop);
        _known.TryRemove(account, out _);
    }

    /// <summary>
    /// The viewer an account is under one of today's grants (the first when none is named); a session without two steps, or from outside
    /// without them, keeps less.
    /// </summary>
    public async Task<Viewer> ViewerOf(string account, string name, string? grant, bool twoSteps, string? source,
        CancellationToken stop = default)
    {
        var today = await Today(account, stop);
        if (today.Count == 0) return new(account, name, "", [], source);
        var held = today.FirstOrDefault(g => g.Id == grant) ?? today[0];
        var rights = catalogue.Access.RightsOf(held.Role, held.Class);
        var withheld = twoSteps
            ? [] : rights.Where(r => r is Right.Identity or Right.BreakGlass || !Networks.IsInside(catalogue.Access.Inside, source)
            || catalogue.Access.Role(held.Role)!.Mfa is MfaRule.Always).ToHashSet();
        return new(account, name, held.Role, Scopes.Facilities(catalogue, Grant.Items(held.Facilities), Day), source)
        {
            HoldsRecords = today.Any(g => catalogue.Access.RightsOf(g.Role, g.Class).Contains(Right.Records)),
            Rights = rights.Except(withheld).ToHashSet(), Withheld = withheld, Communes =
                Scopes.Communes(catalogue, Grant.Items(held.Units)), MeasureGroups = Grant.Items(held.Fields) is { } fields
                ? catalogue.Access.Fields.Where(f => fields.Contains(f.Id)).SelectMany(f => f.Measures).ToHashSet()
                : null, Compartments = (Grant.Items(held.Compartments) ?? []).ToHashSet(),
        };
    }

    /// <summary>
    /// The viewer a system is today; null without a grant. Of its rights those come to bear that the scopes of its token open.
    /// Its credential is no password but 256 random bits or a signature, so that nothing is withheld for want of a second step.
    /// </summary>
    public async Task<Viewer?> ViewerOfSystem(string code, string name, IReadOnlySet<string> scopes, string? source,
        CancellationToken stop = default)
    {
        if ((await Today(OfSystem(code), stop)).Count == 0) return null;
        var viewer = await ViewerOf(OfSystem(code), name, null, twoSteps: true, source, stop);
        var opened = catalogue.Access.Scopes.Where(s => scopes.Contains(s.Id)).SelectMany(s => s.Rights).ToHashSet();
        return viewer with { Account = code, Rights = viewer.Rights.Where(opened.Contains).ToHashSet() };
    }

    /// <summary>Under which name grants of a system stand: one no person can have.</summary>
    public static string OfSystem(string code) => $"{SystemPrefix}{code}";

    /// <summary>The system behind such a name.</summary>
    public static string SystemOf(string account) => account[SystemPrefix.Length..];

    /// <summary>Whether it is the name of a system, not of a person.</summary>
    public static bool IsSystem(string account) => account.StartsWith(SystemPrefix, StringComparison.Ordinal);

    private const string SystemPrefix = "system:";

    private static bool IsOwn(string account, Viewer by) => account.Equals(by.Account, StringComparison.OrdinalIgnoreCase);

    private const string NotOwn = "Không ai tự đổi quyền của chính mình. Hãy nhờ một quản trị khác.";

    private DateOnly Day => DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime.AddHours(7));

    private static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string? Blank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
