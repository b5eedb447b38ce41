namespace HealthWarehouse.Catalogue;

/// <summary>How a password goes over the line in a shape: as it is, or as its MD5 in hex.</summary>
public enum PasswordForm { Plain, Md5 }

/// <summary>What a shape answers: HTTP status, its own code, and words in which {detail} is filled.</summary>
public sealed record ShapeAnswer(int Http, string Message, string Code = "")
{
    public string Saying(string? detail) => Message.Replace("{detail}", detail, StringComparison.Ordinal);
}

/// <summary>
/// Life of a token and the headers it comes back in; shapes that send the password with every message name its header too. Again: who logs
/// in while a token of his is young is given the same one.
/// </summary>
public sealed record ShapeToken(int Seconds, string Header, string? IdHeader = null, string? PasswordHeader = null, bool Again = false);

/// <summary>Most failed logins of one user from one address, and of one address in all, in a window of seconds.</summary>
public sealed record LoginPace(int Tries, int TriesOfAddress, int Seconds);

/// <summary>
/// An older intake whose clients go on unchanged (catalogue/exchange/{code}.yaml): its addresses, answers, names of states and limits.
/// </summary>
public sealed record SenderShape(
    string Code, string Name, string Act, string Source, DateOnly ValidFrom, PasswordForm Password, ShapeToken Token, LoginPace Login,
        long MaxBytes, int WaitSeconds,
    IReadOnlyList<string> Structure, IReadOnlyDictionary<string, string> Paths, IReadOnlyDictionary<string, string> States,
        IReadOnlyDictionary<string, ShapeAnswer> Answers, DateOnly? ValidTo = null)
{
    public bool HoldsOn(DateOnly day) => day >= ValidFrom && (ValidTo is null || day <= ValidTo);

    /// <summary>Whether a finding of this rule is told in the answer, not only later.</summary>
    public bool TellsAtOnce(string rule) => Structure.Any(s => rule.StartsWith(s, StringComparison.Ordinal));

    public string Path(string name) => Of(Paths, "paths", name);

    public string State(string name) => Of(States, "states", name);

    public ShapeAnswer Answer(string name) => Of(Answers, "answers", name);

    /// <summary>What must be declared, neither less nor more: asked once, when the addresses are opened.</summary>
    public void Require(string[] paths, string[] states, string[] answers)
    {
        Same("paths", Paths.Keys, paths);
        Same("states", States.Keys, states);
        Same("answers", Answers.Keys, answers);
    }

    internal void Verify()
    {
        CatalogueRules.Require(Token.Seconds > 0 && MaxBytes > 0 && Login is { Tries: > 0, TriesOfAddress: > 0, Seconds: > 0 }, File,
            "thời hạn, kích thước và số lần phải lớn hơn 0");
        CatalogueRules.Require(Answers.Values.All(a => a.Http is >= 200 and < 600), File, "http phải là một trạng thái HTTP");
        CatalogueRules.Require(Paths.Values.All(p => p.StartsWith("/api/", StringComparison.Ordinal)), File,
            "đường dẫn phải bắt đầu bằng /api/");
    }

    private string File => $"exchange/{Code}.yaml";

    private T Of<T>(IReadOnlyDictionary<string, T> declared, string key, string name) =>
        declared.TryGetValue(name, out var value) ? value : throw new DeclarationException(File, $"khoá {key}: thiếu '{name}'");

    private void Same(string key, IEnumerable<string> declared, string[] wanted)
    {
        if (wanted.Except(declared).FirstOrDefault() is { } missing) throw new DeclarationException(File, $"khoá {key}: thiếu '{missing}'");
        if (declared.Except(wanted).FirstOrDefault() is { } unknown)
            throw new DeclarationException(File, $"khoá {key}: không có '{unknown}' trong kiểu này");
    }
}
