using System.Security.Cryptography;

namespace HealthWarehouse.Guard.Vault;

/// <summary>
/// The master key in its file. A change of it is finished or taken back here: <c>.next</c> beside the file is the new key when the ring
/// opens with it, else a change that never came about.
/// </summary>
internal sealed class MasterKey
{
    private readonly string _file;

    private MasterKey(string file, byte[] bytes) => (_file, Bytes) = (file, bytes);

    public byte[] Bytes { get; private set; }

    private static string Next(string file) => $"{file}.next";

    public static MasterKey Open(string file, string ring)
    {
        if (!File.Exists(file) && !File.Exists(Next(file)))
        {
            if (File.Exists(ring)) throw new InvalidOperationException(
                $"Thiếu tệp khoá chính {file}: không có nó thì không mở được dữ liệu đã niêm phong. Hãy chép lại từ bản sao lưu.");
            Write(file, RandomNumberGenerator.GetBytes(32));
        }
        if (File.Exists(Next(file)) && File.Exists(ring) && KeyRing.Fits(ring, Read(Next(file)))) SecretFile.Move(Next(file), file);
        File.Delete(Next(file));
        var bytes = Read(file);
        if (File.Exists(ring) && !KeyRing.Fits(ring, bytes))
            throw new InvalidOperationException($"Khoá chính trong {file} không mở được vòng khoá: hãy chép lại đúng tệp từ bản sao lưu.");
        return new(file, bytes);
    }

    /// <summary>Lays a new key beside the one in use.</summary>
    public byte[] LayNext()
    {
        var next = RandomNumberGenerator.GetBytes(32);
        Write(Next(_file), next);
        return next;
    }

    public void TakePlace(byte[] next)
    {
        SecretFile.Move(Next(_file), _file);
        Bytes = next;
    }

    /// <summary>Another process on the same folder has changed it.</summary>
    public void ReadAgain() => Bytes = Read(_file);

    private static byte[] Read(string file) => Convert.FromBase64String(File.ReadAllText(file).Trim());

    private static void Write(string file, byte[] key) =>
        SecretFile.Write(file, System.Text.Encoding.ASCII.GetBytes(Convert.ToBase64String(key)));
}
