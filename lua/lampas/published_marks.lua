-- What is known of single figures of the published table. A mark names a text and, when `artefact` is true, says that the figure
-- does not measure what its row says, so that no speed-up may be claimed against it. `where` lists patterns over
-- 'machine system row_id'; `below` marks figures of the systems with a timer of whole milliseconds by their size.
return {
   {
      name = 'below-1ms', artefact = true, below = { from = 0, to = 0 },
      text = 'printed as 0.0: every iteration was under the whole millisecond that this timer shows',
   },
   {
      name = 'coarse-timer', below = { from = 0.1, to = 4.9 },
      text = 'each iteration was cut to a whole millisecond: the true time is up to 1 ms longer',
   },
   {
      name = 'impossible-rate', artefact = true,
      where = { 'IntelCaffe conv%-64%-192%-k5.*forward', 'E3 IntelCaffe conv%-384%-256%-k3.*forward' },
      text = 'faster than the processor can multiply: no work of this size was done',
   },
   {
      name = 'impossible-bandwidth', artefact = true,
      where = { 'IntelCaffe relu%-[fb]', ' Caffe relu%-[fb]' },
      text = 'faster than the memory can deliver 100x512x512 elements: a smaller tensor, or no work',
   },
   {
      name = 'over-memory-peak', artefact = true,
      where = { 'E3 WebscaleML relu%-forward', 'E5 WebscaleML relu%-inplace%-backward' },
      text = 'above the peak of this machine\'s memory: a smaller tensor, or a second socket',
   },
   {
      name = 'outlier', artefact = true, where = { 'WebscaleML relu%-backward' },
      text = 'a defect of that version: about 1 GB/s, ten times slower than its other rows',
   },
   {
      name = 'slow-path',
      where = {
         'IntelCaffe conv%-191%-', 'IntelCaffe conv%-576%-576%-k2', 'IntelCaffe conv%-3%-64%-.*backward',
      },
      text = 'real, on a path that this library had not optimised yet (3-plane backward, 191 planes, 2x2 stride 2)',
   },
   {
      name = 'test-phase', artefact = true,
      where = {
         'E3 IntelCaffe dropout%-.*forward', 'E3 Caffe dropout%-.*forward',
         'E5 IntelCaffe dropout%-p05%-forward', 'E5 Caffe dropout%-p03%-forward',
      },
      text = '512,000 random draws in under 1 ms: probably the test phase, which is a copy',
   },
   {
      name = 'other-size', artefact = true, where = { 'DL4J relu%-' },
      text = 'measured on 512x100 elements, 512 times fewer',
   },
   {
      name = 'other-operation', artefact = true, where = { 'DL4J dropout', 'DL4J bce', 'DL4J classnll' },
      text = 'times a dense output layer, not this operation',
   },
   {
      name = 'copied', artefact = true, where = { 'DL4J batchnorm' },
      text = 'identical on both machines: copied',
   },
   {
      name = 'copied-from-E3', artefact = true, where = { 'E5 IntelCaffe maxpool%-k3%-s3%-backward' },
      text = 'the same as on E3 and out of order on E5: probably copied',
   },
   {
      name = 'not-stock', where = { ' Caffe maxpool%-k3%-s1%-forward' },
      text = 'more comparisons a second than one core makes: not the stock one-thread pooling',
   },
   {
      name = 'ran-6400-128', where = { 'WebscaleML linear%-6400%-128', 'Torch linear%-6400%-128' },
      text = 'the label says 4096 outputs, this system ran 128',
   },
   {
      name = 'ran-6400-4096', artefact = true, where = { 'Caffe linear%-6400%-128' },
      text = 'this system ran 6400 to 4096: compare it with row linear-6400-4096',
   },
   {
      name = 'probably-double', where = { 'E3 WebscaleML linear' },
      text = 'at the rate of Torch\'s double: probably run in double, not float',
   },
   {
      name = 'double', where = { 'WebscaleML batchnorm' },
      text = 'run in double, unlike this system\'s other rows',
   },
   {
      name = 'cold-or-oversubscribed', artefact = true,
      where = {
         'E5 Torch linear%-6400%-128%-backward', 'E5 Torch linear%-512%-512%-backward', 'E5 Torch linear%-448%-768%-backward',
      },
      text = '6 to 9 times slower than on E3: cold or oversubscribed threads',
   },
   {
      name = 'denormals-or-oversubscribed', artefact = true, where = { 'E5 Torch batchnorm' },
      text = '5 to 13 times slower than on E3: oversubscribed threads, or denormals in uninitialised memory',
   },
   {
      name = 'order-dependent', artefact = true, where = { 'E5 Torch dropout.*forward' },
      text = 'falls with the order of execution: the missing warm-up was measured',
   },
   {
      name = 'label-6400', where = { 'label linear%-6400%-128' },
      text = 'so labelled; WebscaleML, Torch and ours run 6400 to 128',
   },
   {
      name = 'as-labelled', where = { 'label linear%-6400%-4096' },
      text = 'as labelled, 6400 to 4096, which the Caffe columns ran',
   },
   {
      name = 'label-3322', where = { 'E3 label maxpool%-k3%-s2%-forward', 'E5 label maxpool%-k3%-s2' },
      text = 'a slip in the label: the case is 3, 3, 2, 2',
   },
   {
      name = 'label-timeout',
      where = {
         'label conv%-64%-64%-k1', 'label conv%-64%-192%-k3', 'label conv%-192%-576%-k3',
      },
      text = 'the label\'s last number is a time limit of the test, not a size',
   },
}
