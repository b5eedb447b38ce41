using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using HealthWarehouse.Catalogue;
using HealthWarehouse.Collect.Formats;
using Sylvan.Data.Csv;

namespace HealthWarehouse.Bench;

/// <summary>
/// Rows of a sheet (CSV) and of JSON read as records, against bare readers over the same file in the same run: what nobody could do
/// without.
/// </summary>
internal static class LoadBench
{
    private static readonly Field[] Fields =
    [
        new("Số phiếu", "slip_no", FieldType.Text, ""), new("Họ và tên", "full_name", FieldType.Text, "", Seal: Compartment.Identity),
        new("Ngày sinh", "birth_date", FieldType.Partial, "", Seal: Compartment.Identity), new("Giới tính", "sex", FieldType.Text, ""),
        new("Ngày cấp", "issued_on", FieldType.Day, ""), new("Mã thuốc", "drug", FieldType.Text, ""),
        new("Tên thuốc", "drug_name", FieldType.Text, ""),
        new("Số lượng", "quantity", FieldType.Number, "", Scale: 3), new("Đơn giá", "unit_price", FieldType.Number, "", Scale: 2),
        new("Thành tiền", "line_amount", FieldType.Number, "", Scale: 2), new("Bảo hiểm", "insured", FieldType.Flag, ""),
        new("Ghi chú", "note", FieldType.Text, ""),
    ];

    public static int Run(string[] args)
    {
        int rows = Option(args, "--rows", 1_000_000), runs = Option(args, "--runs", 3);
        var work = Directory.CreateTempSubdirectory("khoyte-bench-").FullName;
        try
        {
            var (csv, json) = (Path.Combine(work, "a.csv"), Path.Combine(work, "a.json"));
            Write(csv, json, rows);
            Console.WriteLine($"{rows:N0} dòng × {Fields.Length} cột, CSV {new FileInfo(csv).Length / 1e6:0} MB, JSON " +
                $"{new FileInfo(json).Length / 1e6:0} MB; {Environment.ProcessorCount} nhân");
            for (var run = 1; run <= runs; run++)
            {
                Told(run, "CSV", "Sylvan.Data.Csv", rows, Time(() => BareCsv(csv)), ContractFormat.Sheet, csv);
                Told(run, "JSON", "Utf8JsonReader", rows, Time(() => BareJson(json)), ContractFormat.Json, json);
            }
            return 0;
        }
        finally
        {
            Directory.Delete(work, recursive: true);
        }
    }

    private static void Told(int run, string format, string bareName, int rows, TimeSpan bare, ContractFormat kind, string file)
    {
        var contract = Contract(kind);
        TimeSpan cut = Time(() => Read(contract, file, 0)), one = Time(() => Read(contract, file, 1)),
            all = Time(() => Read(contract, file, Environment.ProcessorCount));
        string Rate(TimeSpan time) => $"{rows / time.TotalSeconds:N0}";
        Console.WriteLine($"lần {run} {format}: {bareName} {Rate(bare)} dòng/s | cắt {Rate(cut)}, đọc một nhân {Rate(one)}, mọi nhân " +
            $"{Rate(all)} dòng/s | tỷ lệ một nhân {bare / one:0.00}, mọi nhân {bare / all:0.00} | " +
            $"đỉnh {Process.GetCurrentProcess().PeakWorkingSet64 >> 20} MiB");
    }

    private static Contract Contract(ContractFormat format) => new("slips", "", "", "", format, new("slip", ["slip_no"]), "slips_main", "1",
        [new("1", "", new(2020, 1, 1))])
    {
        Tables = new Dictionary<string, Table> { ["slips_main"] = new("slips_main", "", "", "", Fields) },
    };

    /// <summary>Every record to its cells; without workers it is only cut.</summary>
    private static void Read(Contract contract, string file, int workers)
    {
        using var stream = File.OpenRead(file);
        var (reader, waiting, cells) = (contract.Reader(), new Queue<Task<long>>(), 0L);
        foreach (var group in reader.Read(stream))
        {
            if (workers == 0) group.Dispose();
            else if (workers == 1) cells += Unpacked(group);
            else
            {
                waiting.Enqueue(Task.Run(() => Unpacked(group)));
                if (waiting.Count > workers) cells += waiting.Dequeue().Result;
            }
        }
        while (waiting.TryDequeue(out var last)) cells += last.Result;
        if (reader.Broken is { } broken) throw new InvalidDataException(broken.ToString());
        if (workers > 0 && cells == 0) throw new InvalidDataException("Không đọc được ô nào.");
    }

    private static long Unpacked(RecordGroup group)
    {
        var cells = 0L;
        using (group)
            foreach (var record in group.Unpack()) cells += record.Tables[0].CellCount;
        return cells;
    }

    private static void BareCsv(string file)
    {
        using var text = new StreamReader(file, Encoding.UTF8, true, 1 << 16);
        using var csv = CsvDataReader.Create(text, new CsvDataReaderOptions { BufferSize = 1 << 16 });
        var seen = 0L;
        while (csv.Read())
            for (var i = 0; i < csv.RowFieldCount; i++) seen += csv.GetString(i).Length;
        GC.KeepAlive(seen);
    }

    private static void BareJson(string file)
    {
        using var stream = File.OpenRead(file);
        var (buffer, filled, state, seen) = (new byte[1 << 20], 0, default(JsonReaderState), 0L);
        for (var last = false; !last;)
        {
            var read = stream.ReadAtLeast(buffer.AsSpan(filled), buffer.Length - filled, throwOnEndOfStream: false);
            last = filled + read < buffer.Length;
            filled += read;
            var json = new Utf8JsonReader(buffer.AsSpan(0, filled), last, state);
            while (json.Read()) if (json.TokenType is JsonTokenType.String) seen += json.GetString()!.Length;
            state = json.CurrentState;
            buffer.AsSpan((int)json.BytesConsumed..filled).CopyTo(buffer);
            filled -= (int)json.BytesConsumed;
        }
        GC.KeepAlive(seen);
    }

    private static void Write(string csv, string json, int rows)
    {
        string[] people = ["Nguyễn Thị Hư Cấu", "Trần Văn Tưởng Tượng", "Lê Thị Ánh Đào"],
            drugs = ["Paracetamol 500mg", "Amoxicilin 500mg", "Oresol, gói 4,1g"];
        var random = new Random(1);
        using var sheet = new StreamWriter(csv, false, new UTF8Encoding(false), 1 << 16);
        using var stream = new BufferedStream(File.Create(json), 1 << 16);
        using var array =
            new Utf8JsonWriter(stream, new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        sheet.Write(string.Join(',', Fields.Select(f => f.From)) + "\n");
        array.WriteStartArray();
        for (var i = 0; i < rows; i++)
        {
            var (drug, quantity, price, day) =
                (random.Next(3), random.Next(1, 60), random.Next(100, 90_000), new DateOnly(2026, 1, 1).AddDays(random.Next(300)));
            string[] row = [$"P{i:0000000}", people[random.Next(3)], $"{random.Next(1930, 2026)}0{random.Next(1, 9)}15",
                random.Next(2) == 0 ? "Nam" : "Nữ",
                day.ToString("dd/MM/yyyy", CultureInfo.InvariantCulture), $"40.{drug}", drugs[drug], $"{quantity}", $"{price}.5",
                $"{quantity * price}",
                random.Next(2) == 0 ? "Có" : "Không", random.Next(4) == 0 ? "Uống sau ăn" : ""];
            sheet.Write(string.Join(',', row.Select(c => c.Contains(',') ? $"\"{c}\"" : c)) + "\n");
            array.WriteStartObject();
            for (var f = 0; f < row.Length; f++)
                if (Fields[f].Type is FieldType.Number)
                    array.WriteNumber(Fields[f].From, decimal.Parse(row[f], CultureInfo.InvariantCulture));
                else if (Fields[f].Type is FieldType.Flag) array.WriteBoolean(Fields[f].From, row[f] == "Có");
                else array.WriteString(Fields[f].From, row[f]);
            array.WriteEndObject();
            if (i % 1000 == 0) array.Flush();
        }
        array.WriteEndArray();
    }

    private static TimeSpan Time(Action work)
    {
        var clock = Stopwatch.StartNew();
        work();
        return clock.Elapsed;
    }

    private static int Option(string[] args, string name, int fallback) =>
        Array.IndexOf(args, name) is var at and >= 0 && at + 1 < args.Length
        ? int.Parse(args[at + 1], CultureInfo.InvariantCulture) : fallback;
}
