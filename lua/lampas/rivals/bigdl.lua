--- The rival BigDL, WebscaleML's later name, in Java: rivals/java/Bigdl.java.
return require 'lampas.rivals.java'('BigDL', 'bigdl', 'Bigdl')
