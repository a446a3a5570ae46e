--- The names that Torch7's scripts, its nn and its own tests use, by how often: 1 used by scripts and nn, 2 by Torch's tests alone, 3 the rest.
--
-- `form`: function (torch.f), method (x:f), both; class (torch.C, which makes objects); storage, file (methods of those); module (a table's).
-- `types`: those that have it; a type that has not may have the name all the same, as a method that refuses.
local ALL = 'Byte Char Short Int Long Float Double'
local STORED = ALL .. ' Half'
local FLOATING = 'Float Double'

return {
   { 1, form = 'both', types = ALL, [[add addcdiv addcmul addmm addmv addr bernoulli bmm cat cdiv clamp cmax cmul conv2 csub cumsum diag div dot eq
      equal eye gather ge ger gt index indexAdd le lt maskedCopy maskedFill maskedSelect match max min mm mul mv ne ones prod random randperm range
      scatter sign sort sum topk triu zero zeros fill]] },
   { 1, form = 'both', types = 'Int Long Float Double', 'abs' },
   { 1, form = 'both', types = 'Byte', 'all' },
   { 1, form = 'both', types = FLOATING, [[ceil dist exp floor log mean multinomial norm normal pow rand randn renorm round sigmoid sqrt std
      uniform var]] },
   { 1, form = 'function', types = FLOATING, 'eig gels symeig' },
   { 1, form = 'both', types = STORED, [[clone contiguous expand expandAs narrow permute repeatTensor reshape select split squeeze sub t
      transpose unfold view viewAs isTensor cdata data totable]] },
   { 1, form = 'method', types = STORED, [[apply byte copy dim double float int isContiguous isSameSizeAs isSize long map nDimension nElement numel
      new read resize resizeAs set size storage storageOffset stride type typeAs write]] },
   { 1, form = 'function', [[class deserialize getdefaulttensortype getmetatable getnumthreads isTypeOf load manualSeed pointer save serialize
      setdefaulttensortype setmetatable setnumthreads test tic toc type typename]] },
   { 1, form = 'class', [[ByteTensor CharTensor ShortTensor IntTensor LongTensor FloatTensor DoubleTensor Tensor DoubleStorage LongStorage CmdLine
      DiskFile MemoryFile Generator Tester Timer TestSuite]] },
   { 1, form = 'storage', types = STORED, 'copy cdata data fill read resize size totable type write new' },
   { 1, form = 'storage', types = 'Byte Char', 'string' },
   { 1, form = 'file', [[readByte readChar readShort readInt readLong readFloat readDouble readBool readString readObject writeByte writeChar
      writeShort writeInt writeLong writeFloat writeDouble writeBool writeString writeObject]] },

   { 2, form = 'both', types = ALL, [[addbmm baddbmm cfmod cmin conv3 cpow cremainder cross cumprod fmod indexCopy kthvalue lshift median mode nonzero
      remainder rshift tril xcorr2 xcorr3]] },
   { 2, form = 'both', types = 'Byte Char Short Int Long', 'bitand bitor cbitxor' },
   { 2, form = 'both', types = 'Byte', 'any' },
   { 2, form = 'both', types = FLOATING, [[acos asin atan bhistc cinv cos cosh frac histc lerp linspace logNormal logspace neg rsqrt sin sinh tan tanh
      trunc]] },
   { 2, form = 'function', types = FLOATING, 'geqrf gesv inverse orgqr ormqr potrf potri potrs pstrf qr svd trtrs' },
   { 2, form = 'both', types = STORED, 'chunk' },
   { 2, form = 'method', types = STORED, 'elementSize half isSetTo map2 real' },
   { 2, form = 'function', [[deserializeFromStorage getRNGState isStorage multinomialAlias multinomialAliasSetup serializeToStorage setheaptracking
      setRNGState]] },
   { 2, form = 'class', 'ByteStorage CharStorage ShortStorage IntStorage FloatStorage HalfStorage HalfTensor Storage' },
   { 2, form = 'storage', types = STORED, 'elementSize' },
   { 2, form = 'file', [[ascii autoSpacing binary clearError close hasError isAutoSpacing isBinary isQuiet isReadable isReferenced isWritable
      isWritableObject longSize noAutoSpacing pedantic position quiet referenced seek seekEnd synchronize]] },

   { 3, form = 'both', types = ALL, 'clshift cmod crshift geometric indexFill mod trace' },
   { 3, form = 'both', types = 'Byte Char Short Int Long', 'bitxor cbitand cbitor' },
   { 3, form = 'both', types = FLOATING, 'atan2 cauchy exponential log1p' },
   { 3, form = 'function', types = FLOATING, 'multinomialAlias_ multinomialAliasSetup_' },
   { 3, form = 'method', types = STORED, 'char free retain short' },
   { 3, form = 'storage', types = STORED, 'free retain' },
   { 3, form = 'function', [[factory getconstructortable getenv getnumcores include initialSeed isatty isequal loadobj metatype newmetatable
      packageLuaPath pushudata saveobj seed setenv updateerrorhandlers updatethreadlocals version]] },
   { 3, form = 'class', 'PipeFile' },
}
