namespace RandWire.Training.Data.Readers;

/// <summary>The lines of a file as bytes, one at a time: LF, CR or both end a line. What is kept is one line.</summary>
internal sealed class ByteLines(string path) : IDisposable
{
    private const int MaxLine = 1 << 26;
    private readonly FileStream _stream = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1, FileOptions.SequentialScan);
    private byte[] _buffer = new byte[1 << 18];
    private int _start, _end;
    private bool _atEnd, _skipLineFeed;

    /// <summary>Number of the line that was read last, from 1.</summary>
    public int Number { get; private set; }

    /// <summary>The next line without its end; valid until the next call.</summary>
    /// <exception cref="InvalidDataException">Longer than 64 MiB.</exception>
    public bool TryRead(out ReadOnlySpan<byte> line)
    {
        int searched = 0;
        while (true)
        {
            if (_skipLineFeed && _start < _end)
            {
                if (_buffer[_start] == '\n') _start++;
                _skipLineFeed = false;
            }
            int length = _buffer.AsSpan(_start + searched, _end - _start - searched).IndexOfAny((byte)'\n', (byte)'\r');
            if (length >= 0 || _atEnd)
            {
                bool found = length >= 0;
                length = found ? searched + length : _end - _start;
                line = _buffer.AsSpan(_start, length);
                _skipLineFeed = found && _buffer[_start + length] == '\r';
                _start += found ? length + 1 : length;
                if (!found && length == 0) return false;
                if (++Number == 1 && line.StartsWith("\uFEFF"u8)) line = line[3..];
                return true;
            }
            searched = _end - _start;
            Fill();
        }
    }

    public void Dispose() => _stream.Dispose();

    private void Fill()
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }
        if (_end == _buffer.Length)
        {
            if (_buffer.Length >= MaxLine) throw new InvalidDataException($"{Path.GetFileName(path)} line {Number + 1}: longer than {MaxLine:N0} bytes.");
            Array.Resize(ref _buffer, 2 * _buffer.Length);
        }
        int read = _stream.Read(_buffer, _end, _buffer.Length - _end);
        _atEnd = read == 0;
        _end += read;
    }
}
