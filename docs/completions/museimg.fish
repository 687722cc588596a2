function __museimg_should_offer_completions_for_flags_or_options -a expected_commands
    set -l non_repeating_flags_or_options $argv[2..]
    set -l non_repeating_flags_or_options_absent 0
    set -l positional_index 0
    set -l commands
    __museimg_parse_tokens
    test "$commands" = "$expected_commands"; and return $non_repeating_flags_or_options_absent
end

function __museimg_should_offer_completions_for_positional -a expected_commands positional_index_comparison expected_positional_index
    set -l non_repeating_flags_or_options
    set -l non_repeating_flags_or_options_absent 0
    set -l positional_index 0
    set -l commands
    __museimg_parse_tokens
    test "$commands" = "$expected_commands" -a \( "$positional_index" "$positional_index_comparison" "$expected_positional_index" \)
end

function __museimg_parse_tokens -S
    set -l unparsed_tokens (__museimg_tokens -pc)
    switch $unparsed_tokens[1]
    case 'museimg'
        __museimg_parse_subcommand 0 'version' 'h/help'
        switch $unparsed_tokens[1]
        case 'info'
            __museimg_parse_subcommand 1 'f/format=' 'g/geometry=' 'json' 'q/quiet' 'v/verbose' 'progress=' 'color=' 'version' 'h/help'
        case 'convert'
            __museimg_parse_subcommand 2 'f/format=' 'g/geometry=' 'O/output-format=' 'range=' 'oob=' 'bad=' 'on-missing=' 'strict' 'dry-run' 'force' 'json' 'q/quiet' 'v/verbose' 'progress=' 'color=' 'version' 'h/help'
        case 'map'
            __museimg_parse_subcommand 1 'f/format=' 'g/geometry=' 'by=' 'totals' 'json' 'q/quiet' 'v/verbose' 'progress=' 'color=' 'version' 'h/help'
        case 'hexdump'
            __museimg_parse_subcommand 2 'f/format=' 'g/geometry=' 'oob=' 'json' 'q/quiet' 'v/verbose' 'progress=' 'color=' 'version' 'h/help'
        case 'compare'
            __museimg_parse_subcommand 2 'oob' 'f/format=' 'g/geometry=' 'json' 'q/quiet' 'v/verbose' 'progress=' 'color=' 'version' 'h/help'
        case 'formats'
            __museimg_parse_subcommand 1 'json' 'q/quiet' 'v/verbose' 'progress=' 'color=' 'version' 'h/help'
        case 'help'
            __museimg_parse_subcommand -r 1 'version'
        end
    end
end

function __museimg_tokens
    if test (string split -m 1 -f 1 -- . "$FISH_VERSION") -gt 3
        commandline --tokens-raw $argv
    else
        commandline -o $argv
    end
end

function __museimg_parse_subcommand -S -a positional_count
    argparse -s r -- $argv
    set -l option_specs $argv[2..]
    set -l is_repeating_positional $_flag_r
    set -el _flag_r
    set -a commands $unparsed_tokens[1]
    set positional_index 0
    while true
        set -e unparsed_tokens[1]
        argparse -sn "$commands" $option_specs -- $unparsed_tokens 2> /dev/null
        set unparsed_tokens $argv
        set positional_index (math $positional_index + 1)
        for non_repeating_flag_or_option in $non_repeating_flags_or_options
            if set -ql "_flag_$(string replace -a - _ -- $non_repeating_flag_or_option)"
                set non_repeating_flags_or_options_absent 1
                break
            end
        end
        test (count $unparsed_tokens) -eq 0 -o \( -z "$is_repeating_positional" -a "$positional_index" -gt "$positional_count" \) && break
    end
end

function __museimg_complete_directories
    set -l token (commandline -t)
    string match -- '*/' $token
    set -l subdirs $token*/
    printf %s\n $subdirs
end

function __museimg_custom_completion
    set -x SAP_SHELL fish
    set -x SAP_SHELL_VERSION $FISH_VERSION
    set -l tokens (__museimg_tokens -p)
    if test -z "$(__museimg_tokens -t)"
        set -l index (count (__museimg_tokens -pc))
        set tokens $tokens[..$index] \'\' $tokens[(math $index + 1)..]
    end
    command $tokens[1] $argv $tokens
end

complete -c 'museimg' -f
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg" version' -l 'version' -d 'Show the version.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_positional "museimg" -eq 1' -fa 'info' -d 'Say what an image is: format, geometry, blocks, and what is recognised in the data.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_positional "museimg" -eq 1' -fa 'convert' -d 'Write an image in another form, byte-exact.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_positional "museimg" -eq 1' -fa 'map' -d 'Show which parts hold data, are erased, bad, missing or unreadable.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_positional "museimg" -eq 1' -fa 'hexdump' -d 'Show the bytes of pages, with their OOB.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_positional "museimg" -eq 1' -fa 'compare' -d 'Compare two images page by page.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_positional "museimg" -eq 1' -fa 'formats' -d 'List the formats, or explain one with its options and limits.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_positional "museimg" -eq 1' -fa 'help' -d 'Show subcommand help information.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_positional "museimg info" -eq 1' -F
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg info" f format' -s 'f' -l 'format' -d 'The image\'s format, as in raw-oob,order=at-end or gzip:raw (default: found by looking).' -rfka 'gzip xz zstd bzip2 lz4 zip 7z tar nanddump-text raw-oob oob-pair nanddump blank raw'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg info" g geometry' -s 'g' -l 'geometry' -d 'The chip\'s shape: PAGE+OOBxPAGES[xBLOCKS] as in 2048+64x64, or nor:BLOCK[xBLOCKS].' -rfka ''
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg info" json' -l 'json' -d 'Answer in JSON; the schemas are in docs/json-schema.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg info" q quiet' -s 'q' -l 'quiet' -d 'Say nothing but answers and errors.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg info" v verbose' -s 'v' -l 'verbose' -d 'Say how the image was opened, and why so.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg info" progress' -l 'progress' -d 'When to show progress: auto, never, always, or fd:N for JSON lines to descriptor N.' -rfka 'auto never always'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg info" color' -l 'color' -d 'When to use colours: auto, never or always.' -rfka 'auto never always'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg info" version' -l 'version' -d 'Show the version.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg info" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_positional "museimg convert" -eq 1' -F
complete -c 'museimg' -n '__museimg_should_offer_completions_for_positional "museimg convert" -eq 2' -F
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg convert" f format' -s 'f' -l 'format' -d 'The image\'s format, as in raw-oob,order=at-end or gzip:raw (default: found by looking).' -rfka 'gzip xz zstd bzip2 lz4 zip 7z tar nanddump-text raw-oob oob-pair nanddump blank raw'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg convert" g geometry' -s 'g' -l 'geometry' -d 'The chip\'s shape: PAGE+OOBxPAGES[xBLOCKS] as in 2048+64x64, or nor:BLOCK[xBLOCKS].' -rfka ''
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg convert" O output-format' -s 'O' -l 'output-format' -d 'The output\'s format, as in raw-oob,order=at-end or gzip:raw.' -rfka 'gzip xz zstd bzip2 lz4 zip 7z tar nanddump-text raw-oob oob-pair nanddump raw'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg convert" range' -l 'range' -d 'Only these pages, as in block:0..7 or @0x20000+128K.' -rfka ''
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg convert" oob' -l 'oob' -d 'The OOB: keep it; drop it (an output that always has OOB gets 0xFF); or make it 0xFF.' -rfka 'keep drop make'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg convert" bad' -l 'bad' -d 'Bad blocks: keep them as they are, skip them (what follows moves up), or pad them with 0xFF.' -rfka 'keep skip pad'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg convert" on-missing' -l 'on-missing' -d 'Pages that the input does not hold: keep them missing (where the output cannot, 0xFF, and counted), or write them as erased.' -rfka 'keep erased'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg convert" strict' -l 'strict' -d 'Fail, and write nothing, where the output cannot express all and no option says so.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg convert" dry-run' -l 'dry-run' -d 'Write nothing; only say what would be done.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg convert" force' -l 'force' -d 'Replace OUT if it is there.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg convert" json' -l 'json' -d 'Answer in JSON; the schemas are in docs/json-schema.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg convert" q quiet' -s 'q' -l 'quiet' -d 'Say nothing but answers and errors.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg convert" v verbose' -s 'v' -l 'verbose' -d 'Say how the image was opened, and why so.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg convert" progress' -l 'progress' -d 'When to show progress: auto, never, always, or fd:N for JSON lines to descriptor N.' -rfka 'auto never always'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg convert" color' -l 'color' -d 'When to use colours: auto, never or always.' -rfka 'auto never always'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg convert" version' -l 'version' -d 'Show the version.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg convert" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_positional "museimg map" -eq 1' -F
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg map" f format' -s 'f' -l 'format' -d 'The image\'s format, as in raw-oob,order=at-end or gzip:raw (default: found by looking).' -rfka 'gzip xz zstd bzip2 lz4 zip 7z tar nanddump-text raw-oob oob-pair nanddump blank raw'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg map" g geometry' -s 'g' -l 'geometry' -d 'The chip\'s shape: PAGE+OOBxPAGES[xBLOCKS] as in 2048+64x64, or nor:BLOCK[xBLOCKS].' -rfka ''
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg map" by' -l 'by' -d 'What has one state: page or block.' -rfka 'page block'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg map" totals' -l 'totals' -d 'Only the sums for each state.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg map" json' -l 'json' -d 'Answer in JSON; the schemas are in docs/json-schema.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg map" q quiet' -s 'q' -l 'quiet' -d 'Say nothing but answers and errors.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg map" v verbose' -s 'v' -l 'verbose' -d 'Say how the image was opened, and why so.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg map" progress' -l 'progress' -d 'When to show progress: auto, never, always, or fd:N for JSON lines to descriptor N.' -rfka 'auto never always'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg map" color' -l 'color' -d 'When to use colours: auto, never or always.' -rfka 'auto never always'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg map" version' -l 'version' -d 'Show the version.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg map" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_positional "museimg hexdump" -eq 1' -F
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg hexdump" f format' -s 'f' -l 'format' -d 'The image\'s format, as in raw-oob,order=at-end or gzip:raw (default: found by looking).' -rfka 'gzip xz zstd bzip2 lz4 zip 7z tar nanddump-text raw-oob oob-pair nanddump blank raw'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg hexdump" g geometry' -s 'g' -l 'geometry' -d 'The chip\'s shape: PAGE+OOBxPAGES[xBLOCKS] as in 2048+64x64, or nor:BLOCK[xBLOCKS].' -rfka ''
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg hexdump" oob' -l 'oob' -d 'Show data and OOB (both), data alone (none), or OOB alone (only).' -rfka 'only none both'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg hexdump" json' -l 'json' -d 'Answer in JSON; the schemas are in docs/json-schema.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg hexdump" q quiet' -s 'q' -l 'quiet' -d 'Say nothing but answers and errors.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg hexdump" v verbose' -s 'v' -l 'verbose' -d 'Say how the image was opened, and why so.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg hexdump" progress' -l 'progress' -d 'When to show progress: auto, never, always, or fd:N for JSON lines to descriptor N.' -rfka 'auto never always'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg hexdump" color' -l 'color' -d 'When to use colours: auto, never or always.' -rfka 'auto never always'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg hexdump" version' -l 'version' -d 'Show the version.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg hexdump" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_positional "museimg compare" -eq 1' -F
complete -c 'museimg' -n '__museimg_should_offer_completions_for_positional "museimg compare" -eq 2' -F
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg compare" oob' -l 'oob' -d 'Compare the OOB too.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg compare" f format' -s 'f' -l 'format' -d 'The image\'s format, as in raw-oob,order=at-end or gzip:raw (default: found by looking).' -rfka 'gzip xz zstd bzip2 lz4 zip 7z tar nanddump-text raw-oob oob-pair nanddump blank raw'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg compare" g geometry' -s 'g' -l 'geometry' -d 'The chip\'s shape: PAGE+OOBxPAGES[xBLOCKS] as in 2048+64x64, or nor:BLOCK[xBLOCKS].' -rfka ''
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg compare" json' -l 'json' -d 'Answer in JSON; the schemas are in docs/json-schema.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg compare" q quiet' -s 'q' -l 'quiet' -d 'Say nothing but answers and errors.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg compare" v verbose' -s 'v' -l 'verbose' -d 'Say how the image was opened, and why so.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg compare" progress' -l 'progress' -d 'When to show progress: auto, never, always, or fd:N for JSON lines to descriptor N.' -rfka 'auto never always'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg compare" color' -l 'color' -d 'When to use colours: auto, never or always.' -rfka 'auto never always'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg compare" version' -l 'version' -d 'Show the version.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg compare" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_positional "museimg formats" -eq 1' -fka 'gzip xz zstd bzip2 lz4 zip 7z tar nanddump-text raw-oob oob-pair nanddump blank raw'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg formats" json' -l 'json' -d 'Answer in JSON; the schemas are in docs/json-schema.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg formats" q quiet' -s 'q' -l 'quiet' -d 'Say nothing but answers and errors.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg formats" v verbose' -s 'v' -l 'verbose' -d 'Say how the image was opened, and why so.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg formats" progress' -l 'progress' -d 'When to show progress: auto, never, always, or fd:N for JSON lines to descriptor N.' -rfka 'auto never always'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg formats" color' -l 'color' -d 'When to use colours: auto, never or always.' -rfka 'auto never always'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg formats" version' -l 'version' -d 'Show the version.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg formats" h help' -s 'h' -l 'help' -d 'Show help information.'
complete -c 'museimg' -n '__museimg_should_offer_completions_for_flags_or_options "museimg help" version' -l 'version' -d 'Show the version.'
