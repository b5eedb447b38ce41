namespace HealthWarehouse.Catalogue;

/// <summary>What must hold across declarations; a break stops the start-up with the file to mend.</summary>
internal static class CatalogueRules
{
    public static void Verify(CatalogueFiles files)
    {
        foreach (var contract in files.Contracts.Values) Verify(contract, files);
        var twice = files.Contracts.Values.SelectMany(c => c.Tables.Values).GroupBy(t => t.StdName).FirstOrDefault(g => g.Count() > 1);
        Require(twice is null, "contracts", $"bảng '{twice?.Key}' được khai báo trong hai hợp đồng");
        foreach (var check in files.Checks) Verify(check, files.Contracts.Values);
        var alike = files.Checks.GroupBy(c => c.Name, StringComparer.OrdinalIgnoreCase).FirstOrDefault(g => g.Count() > 1);
        Require(alike is null, "checks", $"hai quy tắc cùng tên '{alike?.Key}': {string.Join(", ", alike?.Select(c => c.Id) ?? [])}");
        ImportRules.Verify(files.Imports, files.Lists);
        MeasureRules.Verify(files);
        files.Agency.Verify(files.Folder);
        files.Access.Verify(files.Measures.Keys);
        files.Sso.Verify();
        files.VerifyReading();
        foreach (var shape in files.SenderShapes.Values) shape.Verify();
        files.Privacy.Verify(files.Purposes);
        files.Audit.Verify();
        files.Anomalies.Verify();
        files.Disclosure.Verify(files);
        files.Retention.Verify();
        files.Intake.Verify();
        files.Feeds.Verify();
        files.Targets.Verify(files);
        files.Homes.Verify(files);
        files.Help.Verify(files);
        files.Undo.Verify();
        files.Sending.Verify(files);
    }

    private static void Verify(Contract contract, CatalogueFiles files)
    {
        foreach (var table in contract.Tables.Values)
        {
            var file = $"contracts/{contract.Code}/{table.StdName}.yaml";
            var twice = table.AllFields.GroupBy(f => f.To).FirstOrDefault(g => g.Count() > 1);
            Require(twice is null, file, $"cột '{twice?.Key}' được khai báo hai lần");
            foreach (var field in table.AllFields)
            {
                var coded = field.Type is FieldType.Code or FieldType.Codes;
                Require(coded == field.List is not null, file, $"{field.From}: kiểu {field.Type} và 'list' không khớp");
                Require(field.List is null || files.Lists.ContainsKey(field.List), file,
                    $"{field.From}: không có danh mục '{field.List}' trong codes/lists.yaml");
            }
            foreach (var version in (table.Versions ?? new Dictionary<string, Difference>()).Keys)
                Require(contract.Versions.Any(v => v.Code == version), file, $"không có phiên bản '{version}' trong contract.yaml");
        }
        Require(contract.Tables.ContainsKey(contract.Main), $"contracts/{contract.Code}/contract.yaml",
            $"không có bảng chính '{contract.Main}'");
        var own = $"contracts/{contract.Code}/contract.yaml";
        foreach (var table in (contract.Derive?.Keys ?? []).Concat(contract.Standalone ?? []))
            Require(contract.Tables.ContainsKey(table), own, $"không có bảng '{table}'");
        Require(contract.Format is not ContractFormat.Envelope || contract.Envelope is not null, own, "thiếu khoá envelope");
        foreach (var column in contract.Subject.Key.Concat(contract.Subject.Dates).Append(contract.Subject.Facility).OfType<string>())
            Require(contract[contract.Main].AllFields.Any(f => f.To == column), own,
                $"subject: bảng {contract.Main} không có cột '{column}'");
        VerifySubject(contract, own);
        VerifyWords(contract, own);
    }

    /// <summary>What tells records apart stands in clear beside them; what ends them must be there to be read.</summary>
    private static void VerifySubject(Contract contract, string own)
    {
        var (subject, fields) = (contract.Subject, contract[contract.Main].AllFields);
        var named = subject.Key.Append(subject.Facility).OfType<string>().ToHashSet();
        var hidden = fields.FirstOrDefault(f => f.Seal is not null && named.Contains(f.To));
        Require(hidden is null, own, $"subject: cột '{hidden?.To}' được niêm phong nên không thể là mã của hồ sơ");
        Require(subject.Ends is Ending.Span == subject.Span is not null, own, "subject: khoá span đi cùng ends: span, và chỉ khi ấy");
        foreach (var column in new[] { subject.Span?.From, subject.Span?.To }.OfType<string>())
            Require(fields.Any(f => f.To == column && f.IsDate && f.Seal is null), own, $"subject: span: không có cột ngày '{column}'");
        Require(subject.Ends is not Ending.Snapshot || subject.Dates.Count == 0, own,
            "subject: danh sách gửi cả (snapshot) tính theo ngày nhận, không khai báo date");
        foreach (var column in contract.Person?.Values.Where(c => c != subject.Facility) ?? [])
            Require(fields.Any(f => f.To == column), own, $"person: không có cột '{column}'");
    }

    /// <summary>A preset fills fields there are; two fields do not answer to one word.</summary>
    private static void VerifyWords(Contract contract, string own)
    {
        if (contract.Format is ContractFormat.Envelope) return;
        var fields = contract[contract.Main].AllFields;
        foreach (var (words, field) in (contract.Presets ?? []).SelectMany(p => p.Columns))
            Require(fields.Any(f => f.From == field), own, $"presets: '{words}': không có trường '{field}'");
        var twice = fields.SelectMany(f => (f.Synonyms ?? []).Prepend(f.From).Select(Concepts.VietnameseText.Fold).Distinct())
            .GroupBy(w => w).FirstOrDefault(g => g.Count() > 1);
        Require(twice is null, own, $"hai trường cùng mang tên '{twice?.Key}'");
    }

    private static void Verify(Check check, IEnumerable<Contract> contracts)
    {
        var file = $"checks: {check.Id}";
        var ways = new object?[] { check.Fail, check.Query, check.Memory, check.By }.Count(w => w is not null);
        Require(ways == 1, file, "phải có đúng một trong các khoá fail, query, memory, by");
        var table = contracts.Select(c => c.Tables.GetValueOrDefault(check.On ?? "")).FirstOrDefault(t => t is not null);
        Require(check.On is null || table is not null, file, $"không có bảng '{check.On}'");
        Require(check.By is not null || check.On is not null, file, "thiếu khoá on");
        Require(check.Stage is CheckStage.Batch || check.Query is not null, file, "stage: core chỉ dùng với query");
        if (table is null) return;
        var elements = table.AllFields.Select(f => f.From)
            .Concat((table.Versions ?? new Dictionary<string, Difference>()).Values.SelectMany(v => v.Rename?.Values ?? [])).ToHashSet();
        var foreign = (check.Fields ?? []).FirstOrDefault(f => !elements.Contains(f));
        Require(foreign is null, file, $"bảng {check.On} không có trường '{foreign}'");
        var unknown = (check.Memory?.Of ?? []).FirstOrDefault(c => table.AllFields.All(f => f.To != c));
        Require(unknown is null, file, $"bảng {check.On} không có cột '{unknown}'");
    }

    internal static void Require(bool holds, string file, string problem)
    {
        if (!holds) throw new DeclarationException(file, problem);
    }
}
